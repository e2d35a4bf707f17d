/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A vdev whose tables are wrong in the one way that a macro names; without one
 * it is good.
 */
#include <qvm/vdev.h>
#include <stdio.h>

/* What each macro of a test replaces. */
#ifndef MAJOR
#define MAJOR VDEV_ABI_MAJOR
#endif
#ifndef MINOR
#define MINOR VDEV_ABI_MINOR
#endif
#ifndef PLUGIN_SIZE
#define PLUGIN_SIZE sizeof(struct vdev_plugin)
#endif
#ifndef NAME
#define NAME "hostile"
#endif
#ifndef OPS
#define OPS &ops
#endif
#ifndef OPS_SIZE
#define OPS_SIZE sizeof(struct vdev_ops)
#endif
#ifndef ACCESS
#define ACCESS access_
#endif
#ifndef WINDOW_ROWS
#define WINDOW_ROWS windows
#endif
#ifndef WINDOW_COUNT
#define WINDOW_COUNT 1
#endif
#ifndef WINDOW_STRIDE
#define WINDOW_STRIDE sizeof(struct vdev_window)
#endif
#ifndef WINDOW_SIZE
#define WINDOW_SIZE 16
#endif
#ifndef REG_ROWS
#define REG_ROWS regs
#endif
#ifndef REG_NAME
#define REG_NAME "FIRST"
#endif
#ifndef FIRST_AT
#define FIRST_AT 0
#endif
#ifndef FIRST_COUNT
#define FIRST_COUNT 1
#endif
#ifndef SECOND_AT
#define SECOND_AT 8
#endif
#ifndef STATE
#define STATE 0
#endif
#ifndef DOC
#define DOC "For tests."
#endif
#ifndef SYMBOL
#define SYMBOL vdev_plugin
#endif

static const struct vdev_reg regs[] = {
	{ .name = REG_NAME, .doc = "One.", .offset = FIRST_AT,
	  .count = FIRST_COUNT, .step = 4, .size = 4, .widths = VDEV_W32,
	  .direction = VDEV_RW, .kind = VDEV_REG_STORED },
	{ .name = "SECOND", .doc = "Two.", .offset = SECOND_AT, .count = 1,
	  .size = 4, .widths = VDEV_W32, .direction = VDEV_RW,
	  .kind = VDEV_REG_STORED },
};

static const struct vdev_window windows[] = {
	{ .name = "regs", .doc = "All.",
	  .regs = { REG_ROWS, 2, sizeof(struct vdev_reg) },
	  .size = WINDOW_SIZE, .spaces = VDEV_SPACE_IO },
};

static int init(struct vdev *self)
{
	(void)self;
	return 0;
}

static enum vdev_verdict access_(struct vdev *self, struct vdev_access *a)
{
	(void)self;
	(void)a;
	return VDEV_BROKEN;
}

static void reset(struct vdev *self)
{
	(void)self;
}

#ifdef LOADED
/* Leaves a trace of having been loaded. */
static __attribute__((constructor)) void loaded(void)
{
	FILE *trace = fopen(LOADED, "w");

	if (trace != NULL)
		fclose(trace);
}
#endif

static const struct vdev_ops ops = {
	.size = OPS_SIZE, .init = init, .access = ACCESS, .reset = reset,
};

/* What a test leaves unused is not worth a warning. */
const void *const vdev_unused[] = { regs, windows, &ops, (void *)access_ };

extern const struct vdev_plugin SYMBOL VDEV_EXPORT;
const struct vdev_plugin SYMBOL = {
	.size = PLUGIN_SIZE,
	.abi_major = MAJOR,
	.abi_minor = MINOR,
	.name = NAME,
	.summary = "has wrong tables",
	.doc = DOC,
	.windows = { WINDOW_ROWS, WINDOW_COUNT, WINDOW_STRIDE },
	.state_size = STATE,
	.call_us = 100,
	.ops = OPS,
};
