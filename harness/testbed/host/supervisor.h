/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * supervisor.h - run something that swaps KVM's modules, and put the saved ones back
 * afterwards, whatever became of it.
 */
#ifndef TESTBED_HOST_SUPERVISOR_H
#define TESTBED_HOST_SUPERVISOR_H

#include <stdbool.h>

#include "journal.h"

/**
 * supervisor__run() - run a worker, then restore
 * @saved:	what to restore; its journal is written
 * @worker:	runs in a process of its saved; 0 or a negative errno. It has to
 *		return soon once supervisor__stopped() says so
 * @arg:	for @worker
 * @restored_ms: gets what putting back took
 * @why:	says why the modules are not back; what @worker says, its process prints
 *
 * This process waits, and restores in a third one. SIGINT, SIGTERM and SIGHUP
 * end the worker, not the restoring. If the worker is killed, this process
 * restores; if this process is killed, the worker does, or the third process
 * goes on.
 *
 * Return: what @worker returned; -EINTR after a signal; -ECHILD if it was killed;
 * -ENOTRECOVERABLE if the saved modules are not back.
 */
int supervisor__run(struct saved_modules *saved, int (*worker)(void *, struct why *),
		    void *arg, unsigned int *restored_ms, struct why *why);

/** supervisor__restore() - only that, as after a kill -9; 0 or -ENOTRECOVERABLE */
int supervisor__restore(struct saved_modules *saved, struct why *why);

/** supervisor__stopped() - did a signal arrive, or the worker's supervisor end? */
bool supervisor__stopped(void);

/** supervisor__signal() - the signal that this process got, 0 if none */
int supervisor__signal(void);

#endif
