// SPDX-License-Identifier: GPL-2.0-only
/* policy.c - which files count where only KVM's modules are replaced. */
#include "policy.h"

#include <string.h>

static bool is_any(const char *name, const char *const *prefix, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (starts_with(name, strlen(name), prefix[i]))
			return true;
	return false;
}

static enum policy of_name(const char *name)
{
	static const char *const keep[] = {
		"arch/x86/kvm/", "virt/kvm/", "include/", "arch/x86/include/",
	};
	static const char *const skip[] = {
		"Documentation/", "tools/", "samples/", "LICENSES/", "MAINTAINERS",
		"CREDITS", ".mailmap",
	};

	if (is_any(name, keep, ARRAY_SIZE(keep)))
		return POLICY_KEEP;
	if (is_any(name, skip, ARRAY_SIZE(skip)))
		return POLICY_SKIP;
	if (starts_with(name, strlen(name), "arch/") && strncmp(name, "arch/x86/", 9))
		return POLICY_SKIP;
	return POLICY_REFUSE;
}

enum policy policy__of(const struct diff_file *file, const char **name)
{
	const char *old = diff__strip(file->old, 1);
	enum policy of_old, of_new;

	*name = diff__target(file);
	of_old = of_name(file->is_move && old ? old : *name);
	of_new = of_name(*name);
	if (of_old == of_new)
		return of_new;
	if (of_new == POLICY_KEEP)
		*name = old;
	return POLICY_REFUSE;
}

bool policy__is_left_out(const char *name, const char *dirs)
{
	size_t len = strlen(name), n;

	if (!dirs || len < 2 || (strcmp(name + len - 2, ".c") && strcmp(name + len - 2, ".h")))
		return false;
	for (dirs += strspn(dirs, " \t\n"); *dirs; dirs += n + strspn(dirs + n, " \t\n")) {
		n = strcspn(dirs, " \t\n");
		if (!strncmp(name, dirs, n) && name[n] == '/')
			return true;
	}
	return false;
}

/* Built from the patched copy. asm/svm.h and asm/vmx.h describe hardware. */
static bool is_own_header(const char *name)
{
	static const char *const own[] = {
		"include/kvm/", "include/linux/kvm_", "include/trace/events/kvm.h",
		"include/uapi/linux/kvm", "arch/x86/include/asm/kvm",
		"arch/x86/include/uapi/asm/kvm", "arch/x86/include/asm/svm.h",
		"arch/x86/include/asm/vmx.h", "arch/x86/include/uapi/asm/svm.h",
		"arch/x86/include/uapi/asm/vmx.h",
	};

	return is_any(name, own, ARRAY_SIZE(own));
}

const char *policy__note(const char *name)
{
	const char *slash = strrchr(name, '/');

	if (slash && !strcmp(slash, "/Kconfig"))
		return "no effect, the configuration is that of the kernel image";
	if ((starts_with(name, strlen(name), "include/") ||
	     starts_with(name, strlen(name), "arch/x86/include/")) && !is_own_header(name))
		return "changed for KVM only, the kernel image keeps its own";
	return NULL;
}
