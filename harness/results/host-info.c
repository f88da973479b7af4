// SPDX-License-Identifier: GPL-2.0-only
/*
 * host-info.c - what a results file says of the machine it came from.
 *
 * The KVM that runs here was built by somebody else: its identity is the
 * kernel's release and build, and the modules' source checksums where the
 * kernel shows them.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "host-info.h"
#include "head.h"
#include "write.h"

/* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ : an identity, not a secret. */
static uint64_t mix(uint64_t hash, const char *text)
{
	while (*text)
		hash = (hash ^ (unsigned char)*text++) * 0x100000001b3ull;
	return hash;
}

static uint64_t mix_file(uint64_t hash, const char *path)
{
	char text[128] = "";
	FILE *f = fopen(path, "r");

	if (f) {
		if (fgets(text, sizeof(text), f))
			hash = mix(hash, text);
		fclose(f);
	}
	return hash;
}

static uint64_t kernel_id(const struct utsname *u)
{
	uint64_t hash = mix(mix(0xcbf29ce484222325ull, u->release), u->version);

	hash = mix_file(hash, "/sys/module/kvm/srcversion");
	hash = mix_file(hash, "/sys/module/kvm_amd/srcversion");
	return mix_file(hash, "/sys/module/kvm_intel/srcversion");
}

void host_info__cpu(char *cpu, size_t size)
{
	char line[HOST_INFO_CPU];
	char *name = NULL;
	FILE *f = fopen("/proc/cpuinfo", "r");

	while (f && !name && fgets(line, sizeof(line), f))
		if (!strncmp(line, "model name", 10))
			name = strchr(line, ':');
	if (f)
		fclose(f);
	if (!name) {
		snprintf(cpu, size, "unknown");
		return;
	}
	name += 1 + strspn(name + 1, " \t");
	name[strcspn(name, "\n")] = 0;
	snprintf(cpu, size, "%s", name);
}

void host_info__print(FILE *out)
{
	char run[32], kernel[256], cpu[HOST_INFO_CPU];
	time_t now = time(NULL);
	struct utsname u;

	uname(&u);
	srandom(now ^ clock());
	head__run_id(run, sizeof(run), now);
	host_info__cpu(cpu, sizeof(cpu));
	snprintf(kernel, sizeof(kernel), "kernel: host\nkernel-id: %012llx\nkernel-release: %s\n"
		 "kernel-base: " HEAD_HOST_BASE "\n",
		 (unsigned long long)kernel_id(&u) & 0xffffffffffffull, u.release);
	write__head(out, &(struct results_head){
		.run = run, .kernel = kernel, .testbed = "host", .machine = cpu, .cpu = cpu });
}
