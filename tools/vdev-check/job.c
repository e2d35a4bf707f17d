/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a check says, and its instances. Must never allocate or ask the kernel
 * for anything but the end: it also runs behind the filter.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "drive.h"

__attribute__((format(printf, 2, 0)))
static void say(char *to, const char *format, va_list args)
{
	vsnprintf(to, SAY_MAX, format, args);
}

void job_doing(struct job *job, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(job->shared->doing, format, args);
	va_end(args);
	atomic_fetch_add(&job->shared->steps, 1);
}

void job_note(struct job *job, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(job->shared->note, format, args);
	va_end(args);
}

/* With --run nobody else would tell it. */
static _Noreturn void end(struct job *job, enum outcome outcome)
{
	job->shared->outcome = outcome;
	if (job->here)
		fprintf(stderr, "%s\n    at: %s\n", job->shared->text,
			job->shared->doing);
	_exit(outcome == OUTCOME_FAILED ? 1 : 0);
}

void job_fail(struct job *job, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(job->shared->text, format, args);
	va_end(args);
	end(job, OUTCOME_FAILED);
}

void job_skip(struct job *job, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(job->shared->text, format, args);
	va_end(args);
	end(job, OUTCOME_SKIPPED);
}

bool job_round(struct job *job, uint32_t i, uint64_t *seed)
{
	struct random from = { job->seed + i };

	if (i >= (job->replaying ? 1 : job->rounds))
		return false;
	*seed = job->replaying ? job->seed : random_next(&from);
	job->shared->seed = *seed;
	job->shared->seeded = true;
	return true;
}

struct vdev_test *job_open(struct job *job)
{
	struct vdev_test *t;

	job_doing(job, "init");
	t = vdev_test_open(job->plugin, job->options);
	job_look(job, t);
	if (vdev_test_why(t) != NULL)
		job_fail(job, "%s", vdev_test_why(t));
	job_doing(job, "start");
	return t;
}

void job_look(struct job *job, const struct vdev_test *t)
{
	if (vdev_test_fault(t) != NULL)
		job_fail(job, "%s", vdev_test_fault(t));
	if (vdev_test_broken(t))
		job_fail(job, "it said VDEV_BROKEN: a guest could end the VM");
}

void job_close(struct job *job, struct vdev_test *t)
{
	job_doing(job, "stop and fini");
	vdev_test_fini(t);
	job_look(job, t);
	vdev_test_close(t);
}
