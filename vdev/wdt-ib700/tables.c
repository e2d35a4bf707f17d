/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the host and the manual know of the watchdog: option, ports, timer,
 * counter. Data only; the host enforces it before wdt-ib700.c hears of an
 * access.
 */
#include "wdt-ib700.h"

static const struct vdev_option options[] = {
	{ .name = "boot", .type = VDEV_OPTION_DURATION,
	  .offset = (uint32_t)offsetof(struct wdt_ib700_options, boot_ns),
	  .unset = "0s", .max = 24 * 3600 * WDT_IB700_SECOND_NS,
	  .doc = "How long the guest has from its first instruction, and from "
		 "each reset, until it feeds or stops the watchdog for the "
		 "first time. 0s: it is off until the guest starts it." },
};

static const struct vdev_reg regs[] = {
	[WDT_IB700_STOP] = {
		.name = "STOP", .offset = 0, .count = 1, .size = 1,
		.widths = VDEV_W8, .direction = VDEV_WO,
		.kind = VDEV_REG_CALLED,
		.doc = "Any write switches the watchdog off." },
	[WDT_IB700_START] = {
		.name = "START", .offset = 2, .count = 1, .size = 1,
		.widths = VDEV_W8, .direction = VDEV_WO,
		.kind = VDEV_REG_CALLED,
		.doc = "A write starts or feeds the watchdog. Bits 0 to 3 are "
		       "the time until it must be fed again: 30 seconds less 2 "
		       "for each step, so 0xf is at once." },
};

_Static_assert(sizeof(regs) / sizeof(regs[0]) == WDT_IB700_REGS,
	       "a row for each register");

static const struct vdev_window windows[] = {
	{ .name = "regs", .regs = VDEV_TABLE(regs), .size = 3,
	  .spaces = VDEV_SPACE_IO,
	  .doc = "The two ports and the one between them, which is none; 0x441 "
		 "on the board." },
};

static const struct vdev_counter counters[] = {
	[WDT_IB700_FEEDS] = { "feeds", "How often the guest fed it." },
};

_Static_assert(sizeof(counters) / sizeof(counters[0]) == WDT_IB700_COUNTERS,
	       "a row for each counter");

static const struct vdev_timer timers[] = {
	{ "deadline", "When the guest must have fed it." },
};

const struct vdev_plugin vdev_plugin = {
	.size = sizeof(struct vdev_plugin),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.name = "wdt-ib700",
	.summary = "watchdog of two ports (IB700)",
	.doc = "A watchdog that the guest starts and must feed within at most "
	       "30 seconds. If it does not, the VM ends with exit status 4. "
	       "With the option boot it watches the guest's boot too.",
	.options = VDEV_TABLE(options),
	.windows = VDEV_TABLE(windows),
	.counters = VDEV_TABLE(counters),
	.timers = VDEV_TABLE(timers),
	.options_size = sizeof(struct wdt_ib700_options),
	.state_size = sizeof(struct wdt_ib700),
	.call_us = 100,
	.ops = &wdt_ib700_ops,
};
