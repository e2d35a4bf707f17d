/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A vdev whose declarations are wrong in the one way that a macro names. Must
 * never be wrong in two: the first would hide the second.
 */
#include "vdev.h"

#ifndef PLUGIN_SIZE
#define PLUGIN_SIZE sizeof(struct vdev_plugin)
#endif
#ifndef MAJOR
#define MAJOR VDEV_ABI_MAJOR
#endif
#ifndef MINOR
#define MINOR VDEV_ABI_MINOR
#endif
#ifndef NAME
#define NAME "bad"
#endif
#ifndef SUMMARY
#define SUMMARY "is for tests"
#endif
#ifndef DOC
#define DOC "For tests."
#endif
#ifndef STATE_SIZE
#define STATE_SIZE sizeof(struct state)
#endif
#ifndef OPTIONS_SIZE
#define OPTIONS_SIZE sizeof(struct options)
#endif
#ifndef CALL_US
#define CALL_US 100
#endif
#ifndef LEGACY
#define LEGACY 0
#endif
#ifndef OPS
#define OPS &ops
#endif
#ifndef OPS_SIZE
#define OPS_SIZE sizeof(struct vdev_ops)
#endif
#ifndef RESET
#define RESET good_reset
#endif
#ifndef EVENT
#define EVENT good_event
#endif
#ifndef OPTION_ROWS
#define OPTION_ROWS option_rows
#endif
#ifndef OPTION_COUNT
#define OPTION_COUNT 3
#endif
#ifndef OPTION_STRIDE
#define OPTION_STRIDE sizeof(struct vdev_option)
#endif
#ifndef OPTION_NAME
#define OPTION_NAME "number"
#endif
#ifndef OPTION_TYPE
#define OPTION_TYPE VDEV_OPTION_UINT
#endif
#ifndef OPTION_AT
#define OPTION_AT offsetof(struct options, number)
#endif
#ifndef OPTION_UNSET
#define OPTION_UNSET "7"
#endif
#ifndef OPTION_MIN
#define OPTION_MIN 0
#endif
#ifndef OPTION_WORDS
#define OPTION_WORDS 0
#endif
#ifndef STREAM
#define STREAM VDEV_STREAM_IN
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
#define WINDOW_SIZE 0x20
#endif
#ifndef SPACES
#define SPACES VDEV_SPACE_IO
#endif
#ifndef REG_ROWS
#define REG_ROWS regs
#endif
#ifndef REG_STRIDE
#define REG_STRIDE sizeof(struct vdev_reg)
#endif
#ifndef REG_NAME
#define REG_NAME "STATUS"
#endif
#ifndef REG_AT
#define REG_AT 4
#endif
#ifndef REG_COUNT
#define REG_COUNT 1
#endif
#ifndef REG_STEP
#define REG_STEP 0
#endif
#ifndef REG_SIZE
#define REG_SIZE 4
#endif
#ifndef WIDTHS
#define WIDTHS VDEV_W32
#endif
#ifndef DIRECTION
#define DIRECTION VDEV_RO
#endif
#ifndef KIND
#define KIND VDEV_REG_CALLED
#endif
#ifndef KEPT
#define KEPT 0xff
#endif
#ifndef TRIGGER
#define TRIGGER VDEV_LEVEL
#endif
#ifndef COUNTER
#define COUNTER "expired"
#endif
#ifndef TIMER_DOC
#define TIMER_DOC "A timer."
#endif

static const struct vdev_option option_rows[] = {
	{ .name = OPTION_NAME, .doc = "A number.", .unset = OPTION_UNSET,
	  .min = OPTION_MIN, .max = 20, .type = OPTION_TYPE,
	  .words = OPTION_WORDS, .offset = (uint32_t)(OPTION_AT) },
	{ .name = "other", .doc = "Another.", .unset = "1", .max = 20,
	  .type = VDEV_OPTION_UINT,
	  .offset = (uint32_t)offsetof(struct options, other) },
	{ .name = "input", .doc = "Bytes.", .unset = "stdio", .flags = STREAM,
	  .type = VDEV_OPTION_CHARDEV,
	  .offset = (uint32_t)offsetof(struct options, input) },
};

static const struct vdev_reg regs[] = {
	[REG_VALUE] = { .name = "VALUE", .doc = "Kept.", .offset = 0,
			.count = 1, .size = 4, .widths = VDEV_W32,
			.direction = VDEV_RW },
	[REG_STATUS] = { .name = REG_NAME, .doc = "Shown.", .offset = REG_AT,
			 .count = REG_COUNT, .step = REG_STEP, .size = REG_SIZE,
			 .widths = WIDTHS, .direction = DIRECTION,
			 .kind = KIND },
	[REG_ACT] = { .name = "ACT", .doc = "Does.", .offset = 8, .count = 1,
		      .size = 4, .widths = VDEV_W32, .direction = VDEV_WO },
	[REG_KEEP] = { .name = "KEEP", .doc = "The host's.", .offset = 0x10,
		       .count = 1, .size = 1, .widths = VDEV_W8,
		       .direction = VDEV_RW, .kind = VDEV_REG_STORED,
		       .writable = KEPT },
};

static const struct vdev_window windows[] = {
	{ .name = "regs", .doc = "All.", .regs = { REG_ROWS, 4, REG_STRIDE },
	  .size = WINDOW_SIZE, .spaces = SPACES },
};

static const struct vdev_irq irqs[] = {
	{ .name = "irq", .doc = "A line.", .trigger = TRIGGER },
};

static const struct vdev_counter counters[] = {
	{ COUNTER, "How often." }, { "unused", "Never." },
};

static const struct vdev_timer timers[] = { { "timer", TIMER_DOC } };

static const struct vdev_ops ops = {
	.size = OPS_SIZE, .init = good_init, .access = good_access,
	.event = EVENT, .reset = RESET, .fini = good_fini,
};

/* What a macro leaves unused is not worth a warning. */
const void *const unused[] __attribute__((visibility("hidden"))) = {
	option_rows, regs, windows, &ops, (const void *)good_event,
	(const void *)good_reset,
};

const struct vdev_plugin vdev_plugin = {
	.size = PLUGIN_SIZE,
	.abi_major = MAJOR,
	.abi_minor = MINOR,
	.name = NAME,
	.summary = SUMMARY,
	.doc = DOC,
	.options = { OPTION_ROWS, OPTION_COUNT, OPTION_STRIDE },
	.windows = { WINDOW_ROWS, WINDOW_COUNT, WINDOW_STRIDE },
	.irqs = VDEV_TABLE(irqs),
	.counters = VDEV_TABLE(counters),
	.timers = VDEV_TABLE(timers),
	.options_size = OPTIONS_SIZE,
	.state_size = STATE_SIZE,
	.call_us = CALL_US,
	.legacy = LEGACY,
	.ops = OPS,
};
