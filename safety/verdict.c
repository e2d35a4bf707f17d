/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How it ended. The machine's end word counts when the stop path completed it
 * and the process then ended by itself; the guard's own word (a kill) counts
 * always; else the process died, and what it was doing decides whose fault it
 * is. Must never read past the fixed sizes of the block.
 */
#include "safety/verdict.h"

#include <stdarg.h>
#include <string.h>

#include "conf/util/log.h"

void verdict_say(struct verdict *v, enum end_reason reason, const char *format,
		 ...)
{
	va_list args;

	if (v->reason != END_NONE)
		return;
	va_start(args, format);
	vsnprintf(v->text, sizeof(v->text), format, args);
	va_end(args);
	v->reason = reason;
	v->status = end_row(reason)->status;
}

/* A status that belongs to the reason: the row's own, or in the vdev's range. */
static bool status_fits(enum end_reason reason, uint32_t status)
{
	if (reason == END_VDEV_STATUS)
		return status >= 32 && status <= 63;
	return status == end_row(reason)->status;
}

static bool machines_word(const struct block *b, struct verdict *v)
{
	uint32_t reason = b->end.reason, status = b->end.status;

	if (atomic_load_explicit(&b->end.word, memory_order_acquire) !=
		    BLOCK_WORD_STOPPED ||
	    reason == END_NONE || reason >= END_REASONS ||
	    !status_fits((enum end_reason)reason, status))
		return false;
	v->reason = (enum end_reason)reason;
	v->status = (int)status;
	memcpy(v->text, b->end.text, sizeof(v->text));
	v->text[sizeof(v->text) - 1] = '\0';
	return true;
}

static void died(const struct block *b, const siginfo_t *how,
		 struct verdict *v)
{
	const char *vdev = block_vdev_entered(b);
	bool by_signal = how->si_code != CLD_EXITED;
	/* A kill comes from outside, wherever the machine was. */
	bool in_vdev = vdev != NULL && !(by_signal && how->si_status == SIGKILL);

	v->reason = in_vdev ? END_VDEV_DIED : END_MACHINE_DIED;
	v->status = end_row(v->reason)->status;
	snprintf(v->text, sizeof(v->text), "%s%.*s%s%s %d", in_vdev ? "vdev " : "",
		 BLOCK_NAME_MAX, in_vdev ? vdev : "the machine",
		 in_vdev ? ": the process" : "",
		 by_signal ? " ended by signal" : " ended with status",
		 how->si_status);
}

int verdict_give(struct verdict *v, const struct block *b, const siginfo_t *how)
{
	bool clean = how->si_code == CLD_EXITED && how->si_status == 0;

	if (v->reason == END_NONE && !(clean && machines_word(b, v)))
		died(b, how, v);
	if (v->status == 0)
		log_info("end: %s: %s", end_row(v->reason)->name, v->text);
	else
		log_error("end: %s (%d): %s", end_row(v->reason)->name,
			  v->status, v->text);
	return v->status;
}
