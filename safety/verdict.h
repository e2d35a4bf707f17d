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

/* An end as the guard tells it; reason END_NONE: nothing said. */
struct verdict {
	enum end_reason reason;
	int status;
	char text[BLOCK_TEXT_MAX];
};

/* The guard's own word, the first of them; kept over what the machine says. */
void verdict_say(struct verdict *v, enum end_reason reason, const char *format,
		 ...) printf_like(3, 4);

/*
 * Finds out how it ended: `v` holds the guard's word, if there is one. Tells
 * the end in one line and returns the exit status.
 */
int verdict_give(struct verdict *v, const struct block *b,
		 const siginfo_t *how);

#endif
