// SPDX-License-Identifier: GPL-2.0-only
/* preflight.c - refuse what cannot be, before anything is changed. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "module.h"
#include "preflight.h"
#include "users.h"

#define ELSEWHERE	"use TESTBED=emulated"

static bool may_load_modules(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { 0 };

	return !syscall(SYS_capget, &head, data) && data[0].effective & 1u << CAP_SYS_MODULE;
}

static int check_policy(struct why *why)
{
	char text[128];

	if (!may_load_modules())
		return why__set(why, EPERM, "exchanging KVM's modules takes root (CAP_SYS_MODULE): " "run as root, or " ELSEWHERE);
	if (!read_line("/proc/sys/kernel/modules_disabled", text, sizeof(text)) && text[0] == '1')
		return why__set(why, EPERM, "this kernel loads no more modules (kernel.modules_disabled): " "boot without that, or " ELSEWHERE);
	return 0;
}

int preflight__find_vendor(const struct vendor **vendor, struct why *why)
{
	int i, err;

	if (module__built_in("kvm"))
		return why__set(why, EBUSY, "kvm is built into this kernel and cannot be unloaded: " "boot a kernel with CONFIG_KVM=m, or " ELSEWHERE);
	for (i = 0; i < NR_VENDORS; i++) {
		if (module__built_in(vendors[i].module))
			return why__set(why, EBUSY, "KVM's vendor module is built into this kernel: " "boot a kernel with CONFIG_KVM=m, or " ELSEWHERE);
		if (module__loaded(vendors[i].module)) {
			*vendor = &vendors[i];
			err = check_policy(why);
			if (err || module__refcnt("kvm") >= 0)
				return err;
			return why__set(why, ENOSYS, "this kernel unloads no modules: " "boot one with CONFIG_MODULE_UNLOAD, or " ELSEWHERE);
		}
	}
	return why__set(why, ENODEV, "neither kvm_amd nor kvm_intel is loaded: " "load the one that this CPU has, or " ELSEWHERE);
}

/* Another module than the vendor's, such as kvmgt, holds kvm. */
static int find_holders(const char *of, const char *but, struct why *why)
{
	char path[PATH_MAX];
	struct dirent *entry;
	int err = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/module/%s/holders", of);
	dir = opendir(path);
	while (dir && !err && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || !strcmp(entry->d_name, but))
			continue;
		err = why__set(why, EBUSY, "the module %s uses %s: unload it", entry->d_name, of);
	}
	if (dir)
		closedir(dir);
	return err;
}

int preflight__find_users(const char *vendor, struct why *why)
{
	char who[512];
	int err = find_holders("kvm", vendor, why);

	if (!err)
		err = find_holders(vendor, "", why);
	if (err)
		return err;
	if (users__name(who, sizeof(who)))
		return why__set(why, EBUSY,
				"KVM is in use by %s: end it, its VMs would go with the module", who);
	if (module__refcnt(vendor) > 0)
		return why__set(why, EBUSY,
				"%s has %d users and none of them is a process of this PID namespace: end them",
				vendor, module__refcnt(vendor));
	return 0;
}

static void show_lockdown(char *text, size_t size)
{
	char state[128], enforce[16];

	read_line("/sys/kernel/security/lockdown", state, sizeof(state));
	read_line("/sys/module/module/parameters/sig_enforce", enforce, sizeof(enforce));
	snprintf(text, size, "lockdown: %s, sig_enforce: %s", state[0] ? state : "not there",
		 enforce[0] ? enforce : "not there");
}

static int probe(const char *dir, const char *module, struct why *why)
{
	char policy[256];
	int err = module__load(dir, module, "");

	if (err == -EEXIST)
		return 0;
	show_lockdown(policy, sizeof(policy));
	if (!err)	/* nobody had it: then nobody was to be in the way either */
		return why__set(why, ESTALE, "%s was not loaded: load the machine's own KVM first",
				module);
	if (err == -EPERM || err == -EKEYREJECTED || err == -ENOKEY || err == -EBADMSG)
		return why__set(why, -err,
				"%s/%s is not signed as this kernel wants it (%s): sign it, or boot without lockdown",
				dir, module, policy);
	if (err == -ENOEXEC || err == -ENOENT)
		return why__set(why, -err,
				"%s/%s is not for the running kernel (%s): build it for this kernel",
				dir, module, strerror(-err));
	return why__set(why, -err, "%s/%s would not be loaded: %s: see the kernel's log", dir,
			module, strerror(-err));
}

int preflight__probe(const char *dir, const char *vendor, struct why *why)
{
	int err = probe(dir, "kvm", why);

	return err ? err : probe(dir, vendor, why);
}
