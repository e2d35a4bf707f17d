/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdog's two ports, its time and its bite.
 *
 * The timer is only what wakes it: whether time is up is what the guest's
 * clock says. So an expiry that was on its way while the guest fed it is none,
 * one that comes early waits for the rest, and a guest that writes too late has
 * not outrun it.
 */
#include "wdt-ib700.h"

static void run_for(struct vdev *self, uint64_t ns)
{
	struct wdt_ib700 *w = wdt_ib700_of(self);

	w->is_running = true;
	w->deadline_ns = self->host->now(self) + ns;
	self->host->timer_arm(self, 0, ns, 0);
}

static void stand_still(struct vdev *self)
{
	wdt_ib700_of(self)->is_running = false;
	self->host->timer_stop(self, 0);
}

/* Nanoseconds until time is up; 0: it is. */
static uint64_t time_left(struct vdev *self)
{
	uint64_t deadline = wdt_ib700_of(self)->deadline_ns;
	uint64_t now = self->host->now(self);

	return now < deadline ? deadline - now : 0;
}

static void bite(struct vdev *self)
{
	wdt_ib700_of(self)->is_running = false;
	self->host->end(self, VDEV_END_WATCHDOG, 0,
			"the guest did not feed the watchdog in time");
}

/* ---- access ------------------------------------------------------------- */

static void feed(struct vdev *self, uint8_t value)
{
	uint64_t seconds = START_LONGEST - 2u * (value & START_MASK);

	self->host->count(self, WDT_IB700_FEEDS, 1);
	run_for(self, seconds * WDT_IB700_SECOND_NS);
}

static enum vdev_verdict obey(struct vdev *self, const struct vdev_access *a)
{
	switch (a->reg) {
	case WDT_IB700_STOP:
		stand_still(self);
		return VDEV_DONE;
	case WDT_IB700_START:
		feed(self, (uint8_t)a->value);
		return VDEV_DONE;
	}
	return VDEV_BROKEN;
}

static enum vdev_verdict wdt_ib700_access(struct vdev *self,
					  struct vdev_access *a)
{
	if (!a->is_write)
		return VDEV_BROKEN; /* write-only by the register table */
	if (!wdt_ib700_of(self)->is_running || time_left(self) != 0)
		return obey(self, a);

	bite(self);
	return VDEV_DONE;
}

/* ---- life --------------------------------------------------------------- */

static enum vdev_verdict wdt_ib700_event(struct vdev *self,
					 const struct vdev_event *event)
{
	uint64_t left = time_left(self);

	if (event->kind != VDEV_EVENT_TIMER || !wdt_ib700_of(self)->is_running)
		return VDEV_DONE;

	if (left != 0)
		self->host->timer_arm(self, 0, left, 0);
	else
		bite(self);
	return VDEV_DONE;
}

static int wdt_ib700_init(struct vdev *self)
{
	(void)self; /* a zeroed state is off */
	return 0;
}

static void wdt_ib700_start(struct vdev *self)
{
	const struct wdt_ib700_options *options = self->options;

	if (options->boot_ns != 0)
		run_for(self, options->boot_ns);
}

/* A guest that boots anew has the time that it had at first. */
static void wdt_ib700_reset(struct vdev *self)
{
	stand_still(self);
	wdt_ib700_start(self);
}

const struct vdev_ops wdt_ib700_ops = {
	.size = sizeof(struct vdev_ops),
	.init = wdt_ib700_init,
	.start = wdt_ib700_start,
	.access = wdt_ib700_access,
	.event = wdt_ib700_event,
	.reset = wdt_ib700_reset,
};
