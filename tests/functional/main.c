// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - vcpu-functional: what KVM promises of its vCPUs, promise by promise.
 * Prints TAP. Each test runs in a process of its own; it has failed if it says
 * so, if it dies or outlives its time, if it leaves anything of KVM behind, or
 * if the kernel complains while it runs.
 *
 * usage: vcpu-functional [GLOBS]	only the tests whose name matches one of them; they
 *				are separated by blanks, and have none
 */
#include <fnmatch.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "functional.h"
#include "lib/kmsg.h"
#include "lib/userfault.h"

#define DEADLINE_MS	120000	/* of a test; in an emulated machine, of its own time */
#define WAIT_MS		10000
#define TEXT		512
#define FILES		8192	/* a descriptor each of 4096 vCPUs, which 6.12 allows, and others */

extern const struct test __start_tests[], __stop_tests[];

static int report;		/* a pipe: why the test has failed */

void test__fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vdprintf(report, fmt, ap);
	va_end(ap);
	_exit(1);
}

static void pause_ms(unsigned int ms)
{
	const struct timespec pause = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000l };

	nanosleep(&pause, NULL);
}

bool wait_until(bool (*condition)(void *arg), void *arg)
{
	unsigned int i;

	for (i = 0; i < WAIT_MS; i++) {
		if (condition(arg))
			return true;
		pause_ms(1);
	}
	return condition(arg);
}

/* Return: whether the process ended by itself, with its status. */
static bool wait_for_end(pid_t pid, int *status)
{
	unsigned int i;

	for (i = 0; i < DEADLINE_MS; i++) {
		if (waitpid(pid, status, WNOHANG) == pid)
			return true;
		pause_ms(1);
	}
	return false;
}

/* Whoever cannot even be killed hangs in the kernel: nothing more can be tested. */
static void __attribute__((noreturn)) give_up(unsigned int number, const struct test *test)
{
	printf("not ok %u - %s\n# it hangs in the kernel: cannot be killed\n", number, test->name);
	printf("Bail out!\n");
	exit(1);
}

static void run_in_child(unsigned int number, const struct test *test, char *text)
{
	int fds[2], status;
	ssize_t length;
	bool ended;
	pid_t pid;

	if (pipe(fds))
		exit(2);
	pid = fork();
	if (!pid) {
		close(fds[0]);
		report = fds[1];
		test->run();
		_exit(0);
	}
	close(fds[1]);
	ended = wait_for_end(pid, &status);
	if (!ended) {
		kill(pid, SIGKILL);
		if (!wait_for_end(pid, &status))
			give_up(number, test);
	}
	length = read(fds[0], text, TEXT - 1);
	close(fds[0]);
	text[length > 0 ? length : 0] = 0;
	if (!ended)
		snprintf(text, TEXT, "not ended after %u ms", DEADLINE_MS);
	else if (WIFSIGNALED(status))
		snprintf(text, TEXT, "died of %s", strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) && !text[0])
		snprintf(text, TEXT, "ended with %d", WEXITSTATUS(status));
}

/* What must hold after each test, whatever it was. */
static void check_aftermath(char *text)
{
	if (text[0] || kernel__module_users() < 0)
		return;
	if (!wait_until(kernel__settled, NULL))
		snprintf(text, TEXT, "left behind: %ld vCPUs, %ld VMs, %ld users of kvm_amd",
			 kernel__vcpus(), kernel__vms(), kernel__module_users());
}

static const char *missing(const struct test *test, unsigned int has)
{
	unsigned int lacks = test->needs & ~has;

	if (lacks & NEEDS_VCPU_GONE)
		return "this kernel keeps a closed vCPU until its VM goes";
	if (lacks & NEEDS_HYPERV)
		return "this KVM is built without Hyper-V support";
	if (lacks & NEEDS_PRODUCER)
		return "no bypass producer can be connected here";
	if (lacks & NEEDS_SVM)
		return "this KVM has no nested guests on AMD";
	if (lacks & NEEDS_MODULES)
		return "KVM is not a module here that nobody else uses";
	if (lacks & NEEDS_USERFAULT)
		return "this kernel has no userfaultfd";
	if (lacks & NEEDS_DEBUGFS)
		return "this kernel has no debugfs";
	return NULL;
}

static bool run_test(unsigned int number, const struct test *test, unsigned int has)
{
	char text[TEXT] = "", first[TEXT];
	const char *why_not;
	int kmsg;

	/* Not before the first such test: lifecycles count memory, and want it as it was. */
	if (test->needs & NEEDS_PRODUCER && producer__works())
		has |= NEEDS_PRODUCER;
	why_not = missing(test, has);
	if (why_not) {
		printf("ok %u - %s # SKIP %s\n", number, test->name, why_not);
		return true;
	}
	/* Out before the test begins: should the machine die, this is known. */
	printf("# test %u - %s\n", number, test->name);
	fflush(stdout);
	pause_ms(1);
	kmsg = kmsg__open();
	run_in_child(number, test, text);
	check_aftermath(text);
	if (kmsg__check(kmsg, first, sizeof(first), stdout))
		snprintf(text, TEXT, "the kernel complains: %.400s", first);
	close(kmsg);
	printf("%sok %u - %s\n", text[0] ? "not " : "", number, test->name);
	if (text[0])
		printf("# %s\n", text);
	fflush(stdout);
	return !text[0];
}

static unsigned int find_out(void)
{
	unsigned int has = 0;
	int kvm = kvm__open();

	if (kvm__can(kvm, KVM_CAP_HYPERV) > 0)
		has |= NEEDS_HYPERV;
	if (kvm__can(kvm, KVM_CAP_NESTED_STATE) > 0 && kernel__module_users() >= 0)
		has |= NEEDS_SVM;
	kvm__close(kvm);
	if (kvm__vcpu_goes())
		has |= NEEDS_VCPU_GONE;
	if (!kernel__module_users() && !access("/modules", F_OK))
		has |= NEEDS_MODULES;
	if (userfault__works())
		has |= NEEDS_USERFAULT;
	if (kernel__vms() >= 0)
		has |= NEEDS_DEBUGFS;
	return has;
}

static bool chosen(const struct test *test, const char *globs)
{
	char glob[TEXT];
	int length;

	if (!globs)
		return true;
	for (; sscanf(globs, " %511s%n", glob, &length) == 1; globs += length)
		if (!fnmatch(glob, test->name, 0))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	const char *globs = argc > 1 ? argv[1] : NULL;
	const struct rlimit files = { FILES, FILES };
	const struct test *test;
	unsigned int has, n = 0;
	bool good = true;

	report = STDERR_FILENO;
	setrlimit(RLIMIT_NOFILE, &files);
	kernel__mount_all();
	has = find_out();
	for (test = __start_tests; test < __stop_tests; test++)
		n += chosen(test, globs);
	printf("1..%u\n", n);
	for (n = 0, test = __start_tests; test < __stop_tests; test++)
		if (chosen(test, globs))
			good &= run_test(++n, test, has);
	return good ? 0 : 1;
}
