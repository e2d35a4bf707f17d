/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks of running instances by random rounds: resets, looks in passing, two
 * at a time. Must never compare more than the contract promises.
 */
#include <string.h>

#include "drive.h"

static struct view fresh, now, aged;

static struct vdev_test *start(struct job *job)
{
	struct vdev_test *t = job_open(job);

	vdev_test_start(t);
	job_look(job, t);
	return t;
}

void check_random(struct job *job)
{
	uint64_t seed;

	for (uint32_t i = 0; job_round(job, i, &seed); i++)
		drive_alone(job, seed);
}

/* ---- reset ------------------------------------------------------------------- */

/* What waits at an input would reach a new device too: it is taken away. */
static void empty_inputs(struct job *job, struct vdev_test *t)
{
	const char *options = vdev_test_vdev(t)->options;

	for (uint32_t i = 0; i < job->plugin->options.count; i++) {
		const struct vdev_option *o = option_at(job->plugin, i);
		uint32_t slot;

		if (o->type != VDEV_OPTION_CHARDEV)
			continue;
		memcpy(&slot, options + o->offset, sizeof(slot));
		if (slot != VDEV_SLOT_NONE && (o->flags & VDEV_STREAM_IN) != 0)
			vdev_test_hang_up(t, o->name);
	}
}

/* A device that shows the time shows the same as one that has run as long. */
static void take_aged(struct job *job, const struct vdev_test *t)
{
	struct vdev_test *other = start(job);

	vdev_test_advance(other, vdev_test_now(t));
	vdev_test_set_wall_clock(other, vdev_test_wall_clock(t));
	view_take(&aged, job, other);
	job_close(job, other);
}

static void reset_round(struct job *job, uint64_t seed)
{
	struct vdev_test *t = start(job);
	char text[SAY_MAX], unused[SAY_MAX];
	struct drive d;

	drive_init(&d, job, t, seed);
	for (uint32_t n = 0; n < DRIVE_STEPS; n++)
		drive_step(&d);
	empty_inputs(job, t);
	job_doing(job, "reset, after %u steps", d.step);
	vdev_test_reset(t);
	view_take(&now, job, t);
	if (!view_same(&now, &fresh, job->plugin, text)) {
		take_aged(job, t);
		if (!view_same(&now, &aged, job->plugin, unused))
			job_fail(job, "after a reset %s", text);
	}
	job_close(job, t);
}

void check_reset(struct job *job)
{
	struct vdev_test *t = start(job);
	uint64_t seed;

	view_take(&fresh, job, t);
	job_close(job, t);
	for (uint32_t i = 0; job_round(job, i, &seed); i++)
		reset_round(job, seed);
}

/* ---- looking ------------------------------------------------------------------ */

/* The same round with looks in between must show the same. */
static uint64_t drive_watched(struct job *job, uint64_t seed)
{
	struct vdev_test *t = start(job);
	struct drive d;

	drive_init(&d, job, t, seed);
	while (d.step < DRIVE_STEPS) {
		drive_step(&d);
		if (d.step % 8 == 0)
			view_take(&now, job, t);
	}
	job_close(job, t);
	return d.trace;
}

void check_peeks(struct job *job)
{
	uint64_t seed;

	for (uint32_t i = 0; job_round(job, i, &seed); i++)
		if (drive_watched(job, seed) != drive_alone(job, seed))
			job_fail(job, "reading a register changed the device, "
				      "and its row does not say VDEV_READ_ACTS");
}

/* ---- two of them ---------------------------------------------------------------- */

void check_repeats(struct job *job)
{
	uint64_t seed;

	for (uint32_t i = 0; job_round(job, i, &seed); i++)
		if (drive_alone(job, seed) != drive_alone(job, seed))
			job_fail(job, "the same round went otherwise the second "
				      "time: it keeps something outside of its "
				      "state, or never set it");
}

/* Round `seed` of one, while another one lives through another round. */
static uint64_t drive_beside(struct job *job, uint64_t seed)
{
	struct vdev_test *other_t = start(job), *t = start(job);
	struct drive other, d;

	drive_init(&other, job, other_t, ~seed);
	drive_init(&d, job, t, seed);
	while (d.step < DRIVE_STEPS) {
		drive_step(&other);
		drive_step(&d);
		job_look(job, other_t);
	}
	job_close(job, other_t);
	job_close(job, t);
	return d.trace;
}

void check_apart(struct job *job)
{
	uint64_t seed;

	for (uint32_t i = 0; job_round(job, i, &seed); i++)
		if (drive_beside(job, seed) != drive_alone(job, seed))
			job_fail(job, "an instance went otherwise while another "
				      "one was used: they share something");
}

/* ---- events ---------------------------------------------------------------------- */

/* Kinds that a later host may bring. */
void check_events(struct job *job)
{
	static const uint32_t kinds[] = { 3, 0x7fffffff, UINT32_MAX };
	struct vdev_test *t = start(job);
	char text[SAY_MAX];

	view_take(&fresh, job, t);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct vdev_event e = { .size = sizeof(e),
					      .kind = kinds[i],
					      .count = 1 };

		job_doing(job, "an event of kind %u", kinds[i]);
		if (vdev_test_event(t, &e) != VDEV_DONE)
			job_fail(job, "an event of a kind unknown to it is not "
				      "ignored");
		view_take(&now, job, t);
		if (!view_same(&now, &fresh, job->plugin, text))
			job_fail(job, "after an event of an unknown kind %s",
				 text);
	}
	job_close(job, t);
}
