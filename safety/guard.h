/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard: the service's main process, which outlives the machine and says how
 * it ended.
 *
 *   guard_take_signals -> guard_open -> guard_fork -> guard_watch (guard) | the machine's life
 *
 * The guard loads no plug-in and maps no guest memory. It holds the run
 * directory and the terminal, takes the signals, passes them on as orders,
 * enforces the bounds from outside, and chooses the exit status: the machine's
 * end word counts only when it was left by the stop path. One thread.
 */
#ifndef QVM_SAFETY_GUARD_H
#define QVM_SAFETY_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "safety/block.h"
#include "safety/rundir.h"
#include "safety/terminal.h"
#include "safety/verdict.h"

/* What the guard needs of the file. Text is not copied. */
struct guard_spec {
	const char *system;
	const char *run_dir;  /* the directory of all systems, or NULL */
	bool button;          /* TERM presses the power button first */
	uint64_t start_ns;    /* exec to the first KVM_RUN */
	uint64_t shutdown_ns; /* button to power-off */
	uint64_t end_ns;      /* from the end word to the process's end */
	const uint64_t *cpus; /* host CPUs of the guard; n_cpus 0: any */
	size_t n_cpus;
	int policy;   /* SCHED_OTHER, SCHED_FIFO, SCHED_RR */
	int priority; /* 0 with SCHED_OTHER */
};

/* Words on the socket between the two. The guard's have a second byte: with an
 * order to cut, the enum end_reason; else 0. */
enum guard_order {
	/* guard to machine */
	GUARD_ORDER_BUTTON = 'b', /* press the power button */
	GUARD_ORDER_CUT = 'c',    /* stop now */
	GUARD_ORDER_STATUS = 's', /* write a status to the log */
	/* machine to guard */
	GUARD_ASKS_LEAVE = 'l', /* the operator left the console: as TERM */
	GUARD_HEARS_END = 'e',  /* the stop path has begun: limits.end runs */
};

struct guard {
	struct guard_spec spec;
	struct block *block;
	struct rundir dir;
	struct terminal terminal; /* as found */
	int order_fd;   /* this side's end of the socket */
	int signal_fd;  /* guard only */
	int machine_fd; /* pidfd; guard only */
	pid_t machine;
	unsigned terms; /* TERM and INT so far */
	uint64_t deadline_ns; /* CLOCK_MONOTONIC; 0: none */
	bool ending;          /* the stop path runs, or has been ordered */
	struct verdict verdict; /* the guard's own word */
};

enum guard_side { GUARD_SIDE_GUARD, GUARD_SIDE_MACHINE };

/* From here on signals wait until the guard reads them: first of all. */
void guard_take_signals(void);

/* Run directory, terminal, block. 0 or -errno; nothing to undo
 * after a failure. */
int must_check guard_open(struct guard *g, const struct guard_spec *spec);

/* Splits the process. -errno after a message, or an enum guard_side. The
 * machine dies with the guard. */
int must_check guard_fork(struct guard *g);

/* Waits for the machine's end and undoes guard_open. Returns the exit
 * status. Guard only. */
int guard_watch(struct guard *g);

#endif
