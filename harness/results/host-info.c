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

void host_info__cpu(FILE *out)
{
	char line[256];
	char *name = NULL;
	FILE *f = fopen("/proc/cpuinfo", "r");

	while (f && !name && fgets(line, sizeof(line), f))
		if (!strncmp(line, "model name", 10))
			name = strchr(line, ':');
	if (f)
		fclose(f);
	if (!name) {
		fputs("unknown", out);
		return;
	}
	name += 1 + strspn(name + 1, " \t");
	name[strcspn(name, "\n")] = 0;
	fputs(name, out);
}

void host_info__print(FILE *out)
{
	struct utsname u;
	char run[32];
	time_t now = time(NULL);

	uname(&u);
	srandom(now ^ clock());
	head__run_id(run, sizeof(run), now);
	fprintf(out, "schema: vcpuscale/1\nrun: %s\nkernel: host\n", run);
	fprintf(out, "kernel-id: %012llx\n", (unsigned long long)kernel_id(&u) & 0xffffffffffffull);
	fprintf(out, "kernel-release: %s\ntestbed: host\nmachine: ", u.release);
	host_info__cpu(out);
	fputs("\ncpu: ", out);
	host_info__cpu(out);
	fputc('\n', out);
}
