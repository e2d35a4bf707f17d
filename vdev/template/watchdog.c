/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watchdog: a device to copy. The guest must feed it; where the guest does not,
 * the device first raises an interrupt and then ends the VM.
 *
 * Must never end a VM whose guest has fed it in time, however late the host
 * itself is.
 */
#include <qvm/vdev.h>

/* Rows of the register table. */
enum { WDT_LOAD, WDT_FEED, WDT_STATE, WDT_LEFT };

enum { STATE_RUNNING = 0x1, STATE_BARKING = 0x2 };

#define FEED_KEY UINT64_C(0x0d06f00d)
#define MS UINT64_C(1000000) /* nanoseconds */

struct options {
	uint64_t timeout; /* nanoseconds */
};

struct watchdog {
	uint64_t load_ms;
	uint64_t fed_ns; /* when the guest last fed it */
	bool running;
	bool barking;
};

/* ---- what the guest does ---------------------------------------------------- */

static void bark(struct vdev *self, bool on)
{
	struct watchdog *w = self->state;

	w->barking = on;
	self->host->irq_set(self, 0, on);
}

static enum vdev_verdict load(struct vdev *self, uint64_t ms)
{
	struct watchdog *w = self->state;

	if (w->running || ms == 0)
		return VDEV_REFUSED;
	w->load_ms = ms;
	return VDEV_DONE;
}

static enum vdev_verdict feed(struct vdev *self, uint64_t key)
{
	struct watchdog *w = self->state;

	if (key != FEED_KEY)
		return VDEV_REFUSED;
	w->running = true;
	w->fed_ns = self->host->now(self);
	bark(self, false);
	self->host->timer_arm(self, 0, w->load_ms * MS, w->load_ms * MS);
	return VDEV_DONE;
}

/* Milliseconds until the interrupt, or the end, comes; rounded up. */
static uint64_t left_ms(struct vdev *self)
{
	const struct watchdog *w = self->state;
	uint64_t due = w->fed_ns + w->load_ms * MS * (w->barking ? 2 : 1);
	uint64_t now = self->host->now(self);

	return w->running && due > now ? (due - now + MS - 1) / MS : 0;
}

static enum vdev_verdict write_reg(struct vdev *self, const struct vdev_access *a)
{
	switch (a->reg) {
	case WDT_LOAD:
		return load(self, a->value);
	case WDT_FEED:
		return feed(self, a->value);
	}
	return VDEV_BROKEN; /* the table let through what it should not */
}

static enum vdev_verdict read_reg(struct vdev *self, struct vdev_access *a)
{
	const struct watchdog *w = self->state;

	switch (a->reg) {
	case WDT_LOAD:
		a->value = w->load_ms;
		return VDEV_DONE;
	case WDT_STATE:
		a->value = (w->running ? STATE_RUNNING : 0) |
			   (w->barking ? STATE_BARKING : 0);
		return VDEV_DONE;
	case WDT_LEFT:
		a->value = left_ms(self);
		return VDEV_DONE;
	}
	return VDEV_BROKEN;
}

static enum vdev_verdict access_reg(struct vdev *self, struct vdev_access *a)
{
	return a->is_write ? write_reg(self, a) : read_reg(self, a);
}

/* ---- life ------------------------------------------------------------------- */

/* The first time-out barks, the second one ends. The clock says which it is: an
 * event may have been under way while the guest fed, or tell of both. */
static enum vdev_verdict event(struct vdev *self, const struct vdev_event *e)
{
	const struct watchdog *w = self->state;
	uint64_t starved = self->host->now(self) - w->fed_ns;

	if (e->kind != VDEV_EVENT_TIMER || !w->running ||
	    starved < w->load_ms * MS)
		return VDEV_DONE;
	bark(self, true);
	if (starved >= 2 * w->load_ms * MS)
		self->host->end(self, VDEV_END_WATCHDOG, 0,
				"the guest did not feed it");
	return VDEV_DONE;
}

static int init(struct vdev *self)
{
	const struct options *options = self->options;
	struct watchdog *w = self->state;

	w->load_ms = options->timeout / MS;
	return 0;
}

static void reset(struct vdev *self)
{
	const struct options *options = self->options;

	self->host->timer_stop(self, 0);
	bark(self, false);
	*(struct watchdog *)self->state =
		(struct watchdog){ .load_ms = options->timeout / MS };
}

static const struct vdev_ops ops = {
	.size = sizeof(ops),
	.init = init,
	.access = access_reg,
	.event = event,
	.reset = reset,
};

/* ---- tables: what the host and the manual know ------------------------------- */

static const struct vdev_option options[] = {
	{ .name = "timeout", .type = VDEV_OPTION_DURATION, .unset = "10s",
	  .min = 1 * MS, .max = 3600 * 1000 * MS,
	  .offset = offsetof(struct options, timeout),
	  .doc = "LOAD at power-on, in whole milliseconds." },
};

#define REG(at, named, may, text) \
	{ .name = (named), .doc = (text), .offset = (at), .count = 1, \
	  .size = 4, .widths = VDEV_W32, .direction = (may) }

static const struct vdev_reg regs[] = {
	[WDT_LOAD] = REG(0x0, "LOAD", VDEV_RW,
			 "Milliseconds from a feed to the interrupt, and again "
			 "to the end. Frozen while it runs; 0 is refused."),
	[WDT_FEED] = REG(0x4, "FEED", VDEV_WO,
			 "0x0d06f00d starts it, and from then on feeds it; "
			 "anything else is refused."),
	[WDT_STATE] = REG(0x8, "STATE", VDEV_RO,
			  "Bit 0: it runs. Bit 1: LOAD has passed without a "
			  "feed, and the interrupt is up."),
	[WDT_LEFT] = REG(0xc, "LEFT", VDEV_RO,
			 "Milliseconds until the interrupt, or the end, comes; "
			 "0 while it does not run."),
};

static const struct vdev_window windows[] = {
	{ .name = "regs", .doc = "All of it.", .regs = VDEV_TABLE(regs),
	  .size = 0x10, .spaces = VDEV_SPACE_IO | VDEV_SPACE_MMIO },
};

static const struct vdev_irq irqs[] = {
	{ .name = "irq", .trigger = VDEV_LEVEL,
	  .doc = "Up from the first time-out until the next feed." },
};

static const struct vdev_timer timers[] = {
	{ .name = "timeout", .doc = "The time since the last feed." },
};

const struct vdev_plugin vdev_plugin = {
	.size = sizeof(struct vdev_plugin),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.name = "watchdog",
	.summary = "watchdog that the guest must feed",
	.doc = "Once it was fed, the guest must go on feeding it. LOAD "
	       "milliseconds after the last feed it raises its interrupt, and "
	       "as long again after that it ends the VM with status 4.",
	.options = VDEV_TABLE(options),
	.windows = VDEV_TABLE(windows),
	.irqs = VDEV_TABLE(irqs),
	.timers = VDEV_TABLE(timers),
	.options_size = sizeof(struct options),
	.state_size = sizeof(struct watchdog),
	.call_us = 100,
	.ops = &ops,
};
