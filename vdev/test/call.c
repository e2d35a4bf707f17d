/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls into the vdev: what is looked at before and after each one. Must never
 * judge a call by time spent while other processes ran: what counts is the
 * smaller of wall-clock and processor time.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "kit.h"

void kit_fault(struct vdev_test *t, const char *format, ...)
{
	va_list args;

	if (t->fault[0] != '\0')
		return;
	va_start(args, format);
	vsnprintf(t->fault, sizeof(t->fault), format, args);
	va_end(args);
}

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now); /* can't fail: Linux has both clocks */
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

void kit_enter(struct vdev_test *t, const char *call)
{
	t->call = call;
	t->calls++;
	t->began_cpu_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	t->began_wall_ns = clock_ns(CLOCK_MONOTONIC);
}

void kit_leave(struct vdev_test *t)
{
	uint64_t wall = clock_ns(CLOCK_MONOTONIC) - t->began_wall_ns;
	uint64_t cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID) - t->began_cpu_ns;

	t->spent_ns = wall < cpu ? wall : cpu;
	if (!kit_pages_whole(&t->state))
		kit_fault(t, "%s wrote outside of its %u bytes of state",
			  t->call, t->plugin->state_size);
	if (memcmp(&t->vdev, &t->seen, sizeof(t->vdev)) != 0)
		kit_fault(t, "%s changed the host's struct vdev", t->call);
	t->vdev = t->seen;
	t->call = NULL;
}

enum vdev_verdict kit_verdict(struct vdev_test *t, const char *call,
			      enum vdev_verdict v)
{
	if (v == VDEV_DONE || v == VDEV_REFUSED)
		return v;
	t->broken = true;
	if (v != VDEV_BROKEN)
		kit_fault(t, "%s returned %d, which is no verdict", call,
			  (int)v);
	return VDEV_BROKEN;
}

enum vdev_verdict vdev_test_event(struct vdev_test *t,
				  const struct vdev_event *event)
{
	enum vdev_verdict v;

	if (t->phase != KIT_RUNNING)
		kit_misuse("event: the instance does not run");
	if (t->plugin->ops->event == NULL)
		return VDEV_DONE;
	kit_enter(t, "event");
	v = t->plugin->ops->event(&t->vdev, event);
	kit_leave(t);
	return kit_verdict(t, "event", v);
}

void kit_event(struct vdev_test *t, uint32_t kind, uint32_t slot,
	       uint64_t count)
{
	const struct vdev_event event = { .size = sizeof(event),
					  .kind = kind,
					  .slot = slot,
					  .count = count };

	if (t->phase == KIT_RUNNING)
		vdev_test_event(t, &event);
}
