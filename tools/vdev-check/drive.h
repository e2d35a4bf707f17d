/* SPDX-License-Identifier: Apache-2.0 */
/*
 * drive: a random guest, clock and outside world around one instance.
 *
 * All that it does follows from a seed and from what the vdev answers: so two
 * equal instances see the same, and a round can be had again from its seed.
 */
#ifndef QVM_TOOLS_VDEV_CHECK_DRIVE_H
#define QVM_TOOLS_VDEV_CHECK_DRIVE_H

#include "check.h"

/* Steps of one round. */
enum { DRIVE_STEPS = 200 };

/* splitmix64: any state will do. */
struct random {
	uint64_t state;
};

static inline uint64_t random_next(struct random *r)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* Below `n`, which is not 0. */
static inline uint32_t random_below(struct random *r, uint64_t n)
{
	return (uint32_t)(random_next(r) % n);
}

struct drive {
	struct job *job;
	struct vdev_test *t;
	struct random random;
	uint64_t trace; /* a hash of all that could be seen from outside */
	uint64_t last;  /* the value read or written last */
	uint32_t step;
};

/* `t` has been started; it stays the caller's. */
void drive_init(struct drive *d, struct job *job, struct vdev_test *t,
		uint64_t seed);

/* One action; fails the check where the vdev breaks a rule. */
void drive_step(struct drive *d);

/* A whole round. */
void drive_round(struct drive *d);

/* All that a round of an instance of its own shows. */
uint64_t drive_alone(struct job *job, uint64_t seed);

/* A value of the kind that devices trip over. */
uint64_t drive_value(struct random *r, uint64_t last);

/* ---- view.c ---------------------------------------------------------------- */

enum { VIEW_VALUES = 4096 };

/* What can be seen without changing anything: registers that do not act when
 * read, levels of interrupts, which timers are armed. */
struct view {
	uint32_t n;
	struct view_value {
		uint32_t window, offset;
		enum vdev_verdict verdict;
		uint64_t value;
		const char *name;
	} value[VIEW_VALUES];
	bool level[VDEV_IRQS_MAX];
	bool armed[VDEV_TIMERS_MAX];
};

void view_take(struct view *v, struct job *job, struct vdev_test *t);

/* Whether both are the same; else `text` (SAY_MAX) names the first difference,
 * "is ..., not ..." with `want` as what it should be. */
bool view_same(const struct view *is, const struct view *want,
	       const struct vdev_plugin *p, char *text);

#endif
