/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pvpanic: a register by which a guest's kernel says that it has crashed.
 * [QEMU, docs/specs/pvpanic]
 *
 * Must never end a guest that handles its crash itself: that one gets to write
 * its dump.
 */
#include "qvm/vdev.h"

enum {
	EVENT_PANICKED = 0x01,     /* nothing more will come of it */
	EVENT_CRASH_LOADED = 0x02, /* its crash kernel takes over */
	EVENTS = EVENT_PANICKED | EVENT_CRASH_LOADED,
};

/* Rows of the counter table. */
enum { PVPANIC_CRASHES, PVPANIC_COUNTERS };

/* Both at once: the guest has the last word on whether it goes on, and one
 * that says it panicked does not. */
static enum vdev_verdict pvpanic_write(struct vdev *self, uint64_t events)
{
	if ((events & ~(uint64_t)EVENTS) != 0)
		return VDEV_REFUSED;

	if ((events & EVENT_CRASH_LOADED) != 0) {
		self->host->count(self, PVPANIC_CRASHES, 1);
		self->host->log(self, VDEV_LOG_WARNING,
				"the guest has crashed; its crash kernel takes "
				"over");
	}
	if ((events & EVENT_PANICKED) != 0)
		self->host->end(self, VDEV_END_CRASH, 0,
				"the guest's kernel panicked");
	return VDEV_DONE;
}

static enum vdev_verdict pvpanic_access(struct vdev *self,
					struct vdev_access *a)
{
	if (a->is_write)
		return pvpanic_write(self, a->value);

	a->value = EVENTS;
	return VDEV_DONE;
}

/* There is no state. */
static int pvpanic_init(struct vdev *self)
{
	(void)self;
	return 0;
}

static void pvpanic_reset(struct vdev *self)
{
	(void)self;
}

static const struct vdev_ops ops = {
	.size = sizeof(struct vdev_ops),
	.init = pvpanic_init,
	.access = pvpanic_access,
	.reset = pvpanic_reset,
};

static const struct vdev_reg regs[] = {
	{ .name = "EVENT", .count = 1, .size = 1, .widths = VDEV_W8,
	  .direction = VDEV_RW, .kind = VDEV_REG_CALLED,
	  .doc = "Read: the events that are understood. Write: those that "
		 "have happened. Bit 0 panicked, which ends the VM; 1 crashed "
		 "with a crash kernel loaded." },
};

static const struct vdev_window windows[] = {
	{ .name = "regs", .regs = VDEV_TABLE(regs), .size = 1,
	  .spaces = VDEV_SPACE_IO | VDEV_SPACE_MMIO,
	  .doc = "The register; usually port 0x505." },
};

static const struct vdev_counter counters[] = {
	[PVPANIC_CRASHES] = { "crashes", "Crashes that the guest's own crash "
					 "kernel took over." },
};

_Static_assert(sizeof(counters) / sizeof(counters[0]) == PVPANIC_COUNTERS,
	       "a row for each counter");

const struct vdev_plugin vdev_plugin = {
	.size = sizeof(struct vdev_plugin),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.name = "pvpanic",
	.summary = "lets the guest's kernel say that it has crashed",
	.doc = "One register, as QEMU's device of that name. A guest that "
	       "panics ends with the status for a crash instead of hanging "
	       "or starting again.",
	.windows = VDEV_TABLE(windows),
	.counters = VDEV_TABLE(counters),
	.acpi = { .hid = "QEMU0001" },
	.call_us = 100,
	.ops = &ops,
};
