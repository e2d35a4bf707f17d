/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdog's two ports, its time and its bite.
 *
 * The timer is only what wakes it: whether time is up is what the guest's
 * clock says. So an expiry that was on its way while the guest fed it is none,
 * and one that comes early waits for the rest.
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

/* ---- access ------------------------------------------------------------------ */

static void feed(struct vdev *self, uint8_t value)
{
	uint64_t seconds = START_LONGEST - 2u * (value & START_MASK);

	self->host->count(self, WDT_IB700_FEEDS, 1);
	run_for(self, seconds * WDT_IB700_SECOND_NS);
}

static enum vdev_verdict wdt_ib700_access(struct vdev *self,
					  struct vdev_access *a)
{
	if (!a->is_write)
		return VDEV_BROKEN; /* write-only by the register table */

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

/* ---- life -------------------------------------------------------------------- */

static enum vdev_verdict wdt_ib700_event(struct vdev *self,
					 const struct vdev_event *event)
{
	struct wdt_ib700 *w = wdt_ib700_of(self);
	uint64_t now = self->host->now(self);

	if (event->kind != VDEV_EVENT_TIMER || !w->is_running)
		return VDEV_DONE;
	if (now < w->deadline_ns) {
		self->host->timer_arm(self, 0, w->deadline_ns - now, 0);
		return VDEV_DONE;
	}
	w->is_running = false;
	self->host->end(self, VDEV_END_WATCHDOG, 0,
			"the guest did not feed the watchdog in time");
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
