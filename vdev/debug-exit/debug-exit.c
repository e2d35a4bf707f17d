/* SPDX-License-Identifier: Apache-2.0 */
/*
 * debug-exit: a register by which a guest ends its VM with a status of its
 * own; for tests and small programs that have a result to hand on.
 *
 * Must never let a guest choose a status that means something else: qvm's own
 * are below 32.
 */
#include "qvm/vdev.h"

enum { STATUS_FIRST = 32, STATUS_LAST = 63 };

static enum vdev_verdict debug_exit_access(struct vdev *self,
					   struct vdev_access *a)
{
	if (!a->is_write)
		return VDEV_BROKEN;
	if (a->value > STATUS_LAST - STATUS_FIRST)
		return VDEV_REFUSED;

	self->host->end(self, VDEV_END_STATUS,
			STATUS_FIRST + (uint32_t)a->value,
			"the guest has chosen this status");
	return VDEV_DONE;
}

/* There is no state. */
static int debug_exit_init(struct vdev *self)
{
	(void)self;
	return 0;
}

static void debug_exit_reset(struct vdev *self)
{
	(void)self;
}

static const struct vdev_ops ops = {
	.size = sizeof(struct vdev_ops),
	.init = debug_exit_init,
	.access = debug_exit_access,
	.reset = debug_exit_reset,
};

static const struct vdev_reg regs[] = {
	{ .name = "EXIT", .count = 1, .size = 1, .widths = VDEV_W8,
	  .direction = VDEV_WO, .kind = VDEV_REG_CALLED,
	  .doc = "0 to 31 ends the VM with the exit status 32 to 63." },
};

static const struct vdev_window windows[] = {
	{ .name = "regs", .regs = VDEV_TABLE(regs), .size = 1,
	  .spaces = VDEV_SPACE_IO | VDEV_SPACE_MMIO,
	  .doc = "The register; usually port 0xf4." },
};

const struct vdev_plugin vdev_plugin = {
	.size = sizeof(struct vdev_plugin),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.name = "debug-exit",
	.summary = "ends the VM with a status that the guest chooses",
	.doc = "One register. The guest writes 0 to 31 and the VM ends with "
	       "32 more as its exit status.",
	.windows = VDEV_TABLE(windows),
	.call_us = 100,
	.ops = &ops,
};
