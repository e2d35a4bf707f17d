/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a vdev must not do once it runs: ask the kernel, or the heap, for
 * anything; or take longer than it has declared. Must never count what the kit
 * or this tool does: both take nothing while an instance runs.
 */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "drive.h"

/* Behind the filter there is no way back, so one instance lives through all
 * rounds, with resets in between. */
void check_system_calls(struct job *job)
{
	struct vdev_test *t;
	struct drive d;
	uint64_t seed;

	if (SANITIZED)
		job_skip(job, "sanitizers make system calls of their own");
	t = job_open(job);
	filter_load(job);
	job_doing(job, "start");
	vdev_test_start(t);
	for (uint32_t i = 0; job_round(job, i, &seed); i++) {
		drive_init(&d, job, t, seed);
		drive_round(&d);
		vdev_test_reset(t);
	}
	job_doing(job, "stop");
	vdev_test_stop(t);
	job_look(job, t);
}

/*
 * A thread's cache of freed memory counts as used, so what comes out of it does
 * not show. It is emptied here: then an allocation shows, even one that is
 * freed at once, since that fills the cache again.
 */
static void empty_caches(void)
{
	enum { LARGEST = 1040, DEPTH = 16 };

	for (size_t size = 16; size <= LARGEST; size += 16)
		for (int i = 0; i < DEPTH; i++) {
			void *volatile kept = malloc(size);

			(void)kept; /* until the child ends */
		}
}

void check_allocations(struct job *job)
{
	struct vdev_test *t;
	struct drive d;
	uint64_t seed;
	size_t before;

	if (SANITIZED)
		job_skip(job, "sanitizers have a heap of their own");
	t = job_open(job);
	empty_caches();
	before = mallinfo2().uordblks;
	vdev_test_start(t);
	for (uint32_t i = 0; job_round(job, i, &seed); i++) {
		drive_init(&d, job, t, seed);
		while (d.step < DRIVE_STEPS) {
			drive_step(&d);
			if (mallinfo2().uordblks != before)
				job_fail(job, "it allocated memory");
		}
		vdev_test_reset(t);
	}
	job_close(job, t);
}

/* ---- time -------------------------------------------------------------------- */

enum { TRIES = 3, SAMPLES_MAX = 1 << 20 };

/* What the last callback of a step took; 0 if it made none. */
static uint32_t step_ns(struct drive *d)
{
	uint64_t calls = vdev_test_calls(d->t), ns;

	drive_step(d);
	ns = vdev_test_spent(d->t);
	if (vdev_test_calls(d->t) == calls)
		return 0;
	return ns < UINT32_MAX ? (uint32_t)ns : UINT32_MAX;
}

/* The steps of a round, each at its best: equal rounds repeat. */
static void measure(struct job *job, uint64_t seed, uint32_t *ns)
{
	for (int try = 0; try < TRIES; try++) {
		struct vdev_test *t = job_open(job);
		struct drive d;

		vdev_test_start(t);
		drive_init(&d, job, t, seed);
		while (d.step < DRIVE_STEPS) {
			uint32_t *best = &ns[d.step];
			uint32_t spent = step_ns(&d);

			if (try == 0 || spent < *best)
				*best = spent;
		}
		job_close(job, t);
	}
}

/* Leaves out the steps without a call; returns how many are left. */
static uint32_t drop_idle(uint32_t *ns, uint32_t n)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++)
		if (ns[i] != 0)
			ns[kept++] = ns[i];
	return kept;
}

static int by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* A worst case that only one of three equal runs shows was the host's. */
void check_time(struct job *job)
{
	uint32_t *ns = calloc(SAMPLES_MAX, sizeof(*ns));
	uint64_t seed, declared = (uint64_t)job->plugin->call_us * 1000;
	uint32_t n = 0;

	for (uint32_t i = 0; ns != NULL && n + DRIVE_STEPS <= SAMPLES_MAX &&
			     job_round(job, i, &seed); i++) {
		measure(job, seed, ns + n);
		for (uint32_t k = 0; k < DRIVE_STEPS && !SANITIZED; k++)
			if (ns[n + k] > declared)
				job_fail(job, "step %u took %u ns of the %llu "
					      "that call_us declares", k,
					 ns[n + k], (unsigned long long)declared);
		n += DRIVE_STEPS;
	}
	n = ns != NULL ? drop_idle(ns, n) : 0;
	if (n == 0)
		job_skip(job, "nothing was called");
	qsort(ns, n, sizeof(*ns), by_size);
	job_note(job, "%u calls: median %u ns, 99%% within %u ns, worst %u ns "
		      "of %llu", n, ns[n / 2], ns[n / 100 * 99], ns[n - 1],
		 (unsigned long long)declared);
	free(ns);
}
