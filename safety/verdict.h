/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verdict: from a dead machine to an exit status.
 *
 * Guard only. It reads what the machine left and what the kernel knows of its
 * end, and believes the kernel first.
 */
#ifndef QVM_SAFETY_VERDICT_H
#define QVM_SAFETY_VERDICT_H

#include <signal.h>

#include "safety/block.h"

/* The guard's own end word; kept over anything that the machine says. */
void verdict_say(struct block *b, enum end_reason reason, const char *format,
		 ...) printf_like(3, 4);

/* Tells the end in one line and returns the exit status. */
int verdict_give(struct block *b, const siginfo_t *how);

#endif
