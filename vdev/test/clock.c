/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time under test. Must never go by itself, nor go round for ever: a timer that
 * is armed again and again without time passing is a fault.
 */
#include "kit.h"

enum { EVENTS_AT_ONCE = 4096 };

/* Closer expiries of one timer come together: nobody could tell them apart. */
static const uint64_t grain_ns = 1000;

static uint64_t later(uint64_t ns, uint64_t by)
{
	return by > UINT64_MAX - ns ? UINT64_MAX : ns + by;
}

void kit_timer_arm(struct vdev_test *t, uint32_t row, uint64_t first_ns,
		   uint64_t period_ns)
{
	t->timer[row] = (struct kit_timer){ .armed = true,
					    .due_ns = later(t->now_ns, first_ns),
					    .period_ns = period_ns };
}

/* The timer that is due first, not after `until`; NULL if there is none. */
static struct kit_timer *next_due(struct vdev_test *t, uint64_t until)
{
	struct kit_timer *next = NULL;

	for (uint32_t i = 0; i < VDEV_TIMERS_MAX; i++) {
		struct kit_timer *timer = &t->timer[i];

		if (timer->armed && timer->due_ns <= until &&
		    (next == NULL || timer->due_ns < next->due_ns))
			next = timer;
	}
	return next;
}

/* How often it has expired by now; and when it will again. */
static uint64_t expire(struct kit_timer *timer, uint64_t now)
{
	uint64_t count;

	if (timer->period_ns == 0) {
		timer->armed = false;
		return 1;
	}
	count = 1 + (now - timer->due_ns) / timer->period_ns;
	timer->due_ns = later(timer->due_ns, count * timer->period_ns);
	return count;
}

static void fire(struct vdev_test *t, struct kit_timer *timer)
{
	uint64_t count = expire(timer, t->now_ns);

	kit_event(t, VDEV_EVENT_TIMER, (uint32_t)(timer - t->timer), count);
}

static void move_to(struct vdev_test *t, uint64_t now)
{
	t->wall_ns = later(t->wall_ns, now - t->now_ns);
	t->now_ns = now;
}

static uint64_t whole_grain(const struct kit_timer *timer)
{
	uint64_t wait = timer->period_ns != 0 && timer->period_ns < grain_ns ?
				grain_ns - timer->period_ns : 0;

	return later(timer->due_ns, wait);
}

/* Fires what is due until then; each at its time. */
static void run_until(struct vdev_test *t, uint64_t end)
{
	struct kit_timer *timer;
	unsigned at_once = 0;

	while ((timer = next_due(t, end)) != NULL) {
		uint64_t at = whole_grain(timer);

		at = at > end ? end : at;
		at_once = at > t->now_ns ? 0 : at_once + 1;
		if (at_once > EVENTS_AT_ONCE) {
			kit_fault(t, "timer row %u fires again and again while "
				     "no time passes",
				  (uint32_t)(timer - t->timer));
			return;
		}
		if (at > t->now_ns)
			move_to(t, at);
		fire(t, timer);
	}
}

/* Before start and after stop only the wall clock goes on. */
static bool time_stands(struct vdev_test *t, uint64_t ns)
{
	if (t->phase != KIT_RUNNING)
		t->wall_ns = later(t->wall_ns, ns);
	return t->phase != KIT_RUNNING;
}

void vdev_test_advance(struct vdev_test *t, uint64_t ns)
{
	uint64_t end = later(t->now_ns, ns);

	if (time_stands(t, ns))
		return;
	run_until(t, end);
	if (end > t->now_ns)
		move_to(t, end);
}

/* The first of those that are still due when `late` says; NULL: none is left. */
static struct kit_timer *next_late(struct vdev_test *t, const uint64_t late[])
{
	struct kit_timer *next = NULL;

	for (uint32_t i = 0; i < VDEV_TIMERS_MAX; i++) {
		struct kit_timer *timer = &t->timer[i];

		if (timer->armed && timer->due_ns == late[i] &&
		    (next == NULL || timer->due_ns < next->due_ns))
			next = timer;
	}
	return next;
}

/* What is armed while the late ones are told is not late. */
void vdev_test_stall(struct vdev_test *t, uint64_t ns)
{
	uint64_t late[VDEV_TIMERS_MAX];
	struct kit_timer *timer;

	if (time_stands(t, ns))
		return;
	move_to(t, later(t->now_ns, ns));
	for (uint32_t i = 0; i < VDEV_TIMERS_MAX; i++)
		late[i] = t->timer[i].due_ns <= t->now_ns ? t->timer[i].due_ns :
							    UINT64_MAX;
	while ((timer = next_late(t, late)) != NULL) {
		late[timer - t->timer] = UINT64_MAX;
		fire(t, timer);
	}
}

void vdev_test_set_wall_clock(struct vdev_test *t, uint64_t ns)
{
	t->wall_ns = ns;
}

uint64_t vdev_test_now(const struct vdev_test *t)
{
	return t->now_ns;
}

uint64_t vdev_test_wall_clock(const struct vdev_test *t)
{
	return t->wall_ns;
}

uint64_t vdev_test_timer(const struct vdev_test *t, uint32_t timer)
{
	if (timer >= t->plugin->timers.count)
		kit_misuse("timer: the vdev has no such row");
	if (!t->timer[timer].armed)
		return UINT64_MAX;
	return t->timer[timer].due_ns > t->now_ns ?
		       t->timer[timer].due_ns - t->now_ns : 0;
}
