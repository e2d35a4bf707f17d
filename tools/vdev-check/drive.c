/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The random world. Must never look into the vdev: what decides is the seed and
 * what the vdev shows.
 */
#include "drive.h"

#include <string.h>

static void trace(struct drive *d, uint64_t value)
{
	d->trace = (d->trace ^ value) * UINT64_C(0x100000001b3);
}

uint64_t drive_value(struct random *r, uint64_t last)
{
	switch (random_below(r, 8)) {
	case 0: return 0;
	case 1: return UINT64_MAX;
	case 2: return UINT64_C(1) << random_below(r, 64);
	case 3: return (UINT64_C(1) << random_below(r, 64)) - 1;
	case 4: return random_below(r, 16);
	case 5: return last;
	case 6: return ~last;
	}
	return random_next(r);
}

/* ---- the guest -------------------------------------------------------------- */

struct place {
	uint32_t window, offset, width;
};

static struct place anywhere(struct drive *d)
{
	const struct vdev_plugin *p = d->job->plugin;
	struct place at = { .width = 1u << random_below(&d->random, 4) };

	at.window = random_below(&d->random, p->windows.count);
	at.offset = random_below(&d->random,
				 (uint64_t)window_at(p, at.window)->size + 8);
	return at;
}

/* Inside of some register, with a width that it may have. */
static struct place at_a_register(struct drive *d)
{
	const struct vdev_plugin *p = d->job->plugin;
	struct random *random = &d->random;
	struct place at = { .window = random_below(random, p->windows.count) };
	const struct vdev_window *w = window_at(p, at.window);
	const struct vdev_reg *r;

	if (w->regs.count == 0)
		return anywhere(d);
	r = reg_at(w, random_below(random, w->regs.count));
	at.width = 1u << random_below(random, 4);
	for (int i = 0; i < 4 && (r->widths & at.width) == 0; i++)
		at.width = at.width == 8 ? 1 : at.width * 2;
	at.offset = r->offset + random_below(random, r->count) * r->step;
	if (r->size > at.width)
		at.offset += random_below(random, r->size / at.width) * at.width;
	return at;
}

static void access_something(struct drive *d)
{
	const struct vdev_plugin *p = d->job->plugin;
	struct place at = random_below(&d->random, 8) == 0 ? anywhere(d) :
							      at_a_register(d);
	bool is_write = random_below(&d->random, 2) == 0;
	uint64_t value = is_write ? drive_value(&d->random, d->last) : 0;
	const char *name = window_at(p, at.window)->name;
	enum vdev_verdict v;

	vdev_test_vcpu(d->t, random_below(&d->random, 4));
	if (is_write) {
		job_doing(d->job, "step %u: write 0x%llx, %u bytes, to %s+0x%x",
			  d->step, (unsigned long long)value, at.width, name,
			  at.offset);
		v = vdev_test_write(d->t, at.window, at.offset, at.width, value);
	} else {
		job_doing(d->job, "step %u: read %u bytes of %s+0x%x", d->step,
			  at.width, name, at.offset);
		v = vdev_test_read(d->t, at.window, at.offset, at.width, &value);
	}
	d->last = value;
	trace(d, v);
	trace(d, value);
}

/* ---- time ------------------------------------------------------------------- */

static uint64_t some_time(struct drive *d)
{
	static const uint64_t times[] = { 0, 1, 1000, 1000000, 50000000,
					  1000000000, 3600000000000 };
	const struct vdev_plugin *p = d->job->plugin;
	uint64_t due;

	if (p->timers.count == 0 || random_below(&d->random, 2) == 0)
		return times[random_below(&d->random,
					  sizeof(times) / sizeof(times[0]))];
	due = vdev_test_timer(d->t, random_below(&d->random, p->timers.count));
	if (due == UINT64_MAX || due == 0)
		return 1;
	return due - random_below(&d->random, 2);
}

static void pass_time(struct drive *d)
{
	uint64_t ns = some_time(d);

	/* A fast period over a long time is not a test but a wait. */
	for (uint32_t i = 0; i < d->job->plugin->timers.count; i++)
		if (vdev_test_timer(d->t, i) < 100000 && ns > 10000000)
			ns = 10000000;
	if (random_below(&d->random, 4) == 0) {
		job_doing(d->job, "step %u: a host that is late by %llu ns",
			  d->step, (unsigned long long)ns);
		vdev_test_stall(d->t, ns);
	} else {
		job_doing(d->job, "step %u: %llu ns pass", d->step,
			  (unsigned long long)ns);
		vdev_test_advance(d->t, ns);
	}
}

static void set_wall_clock(struct drive *d)
{
	uint64_t ns = random_next(&d->random) >> random_below(&d->random, 32);

	job_doing(d->job, "step %u: the wall clock jumps", d->step);
	vdev_test_set_wall_clock(d->t, ns);
}

/* One that was under way when the timer was stopped or armed anew, or the
 * stream was emptied. */
static void late_event(struct drive *d)
{
	const struct vdev_plugin *p = d->job->plugin;
	struct vdev_event e = { .size = sizeof(e), .kind = VDEV_EVENT_TIMER,
				.count = 1 + random_below(&d->random, 3) };

	if (p->timers.count == 0)
		return;
	e.slot = random_below(&d->random, p->timers.count);
	job_doing(d->job, "step %u: a late event of timer row %u", d->step,
		  e.slot);
	trace(d, vdev_test_event(d->t, &e));
}

/* ---- the outside of streams -------------------------------------------------- */

/* A chardev option with a stream, or NULL. */
static const struct vdev_option *some_stream(struct drive *d)
{
	const struct vdev_plugin *p = d->job->plugin;
	const char *options = vdev_test_vdev(d->t)->options;
	const struct vdev_option *o;
	uint32_t slot;

	if (p->options.count == 0)
		return NULL;
	o = option_at(p, random_below(&d->random, p->options.count));
	if (o->type != VDEV_OPTION_CHARDEV)
		return NULL;
	memcpy(&slot, options + o->offset, sizeof(slot));
	return slot == VDEV_SLOT_NONE ? NULL : o;
}

static void feed(struct drive *d, const struct vdev_option *o)
{
	unsigned char bytes[64];
	uint32_t n = 1 + random_below(&d->random, sizeof(bytes));

	for (uint32_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)random_next(&d->random);
	job_doing(d->job, "step %u: %u bytes arrive at %s", d->step, n, o->name);
	trace(d, vdev_test_feed(d->t, o->name, bytes, n));
}

static void take(struct drive *d, const struct vdev_option *o)
{
	unsigned char bytes[64];
	uint32_t n = vdev_test_take(d->t, o->name, bytes, sizeof(bytes));

	for (uint32_t i = 0; i < n; i++)
		trace(d, bytes[i]);
	if (random_below(&d->random, 4) == 0)
		vdev_test_limit(d->t, o->name, random_below(&d->random, 4));
}

static void use_stream(struct drive *d)
{
	const struct vdev_option *o = some_stream(d);

	if (o != NULL && (o->flags & VDEV_STREAM_IN) != 0)
		feed(d, o);
	else if (o != NULL && (o->flags & VDEV_STREAM_OUT) != 0)
		take(d, o);
}

/* ---- steps ------------------------------------------------------------------- */

static void reset(struct drive *d)
{
	job_doing(d->job, "step %u: reset", d->step);
	vdev_test_reset(d->t);
}

static void act(struct drive *d)
{
	uint32_t dice = random_below(&d->random, 100);

	if (dice < 70 && d->job->plugin->windows.count != 0)
		access_something(d);
	else if (dice < 85)
		pass_time(d);
	else if (dice < 95)
		use_stream(d);
	else if (dice < 97)
		late_event(d);
	else if (dice < 99)
		reset(d);
	else
		set_wall_clock(d);
}

void drive_step(struct drive *d)
{
	const struct vdev_plugin *p = d->job->plugin;

	act(d);
	job_look(d->job, d->t);
	for (uint32_t i = 0; i < p->irqs.count; i++)
		trace(d, vdev_test_irq(d->t, i));
	for (uint32_t i = 0; i < p->timers.count; i++)
		trace(d, vdev_test_timer(d->t, i));
	trace(d, vdev_test_end(d->t));
	d->step++;
}

void drive_round(struct drive *d)
{
	while (d->step < DRIVE_STEPS)
		drive_step(d);
}

void drive_init(struct drive *d, struct job *job, struct vdev_test *t,
		uint64_t seed)
{
	*d = (struct drive){ .job = job, .t = t, .random = { seed } };
}

uint64_t drive_alone(struct job *job, uint64_t seed)
{
	struct vdev_test *t = job_open(job);
	struct drive d;

	vdev_test_start(t);
	drive_init(&d, job, t, seed);
	drive_round(&d);
	job_close(job, t);
	return d.trace;
}
