/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the host and the manual know of the clock: option, ports, interrupt,
 * timer, counter. Data only; the host enforces it before mc146818.c hears of
 * an access.
 */
#include "mc146818.h"

static const struct vdev_option options[] = {
	{ .name = "base", .type = VDEV_OPTION_WORD,
	  .offset = (uint32_t)offsetof(struct mc146818_options, base),
	  .words = "utc local", .unset = "utc",
	  .doc = "What the clock shows when the guest starts: `utc`, or the "
		 "`local` time of the host, which some guests expect. From "
		 "then on it runs by itself." },
};

static const struct vdev_reg regs[] = {
	[MC146818_INDEX] = {
		.name = "INDEX", .offset = MC146818_INDEX, .count = 1,
		.size = 1, .widths = VDEV_W8, .direction = VDEV_RW,
		.kind = VDEV_REG_CALLED,
		.doc = "Write: the address, 0 to 127, that DATA leads to; bit "
		       "7, a PC's gate for NMI, is ignored. Reads as 0xff." },
	[MC146818_DATA] = {
		.name = "DATA", .offset = MC146818_DATA, .count = 1,
		.size = 1, .widths = VDEV_W8, .direction = VDEV_RW,
		.kind = VDEV_REG_CALLED, .flags = VDEV_READ_ACTS,
		.doc = "The byte at the address: 0 to 9 time, alarm and date, "
		       "10 to 13 registers A to D, the others memory, but 0x32 "
		       "the century. Reading C, at 12, clears its flags." },
};

_Static_assert(sizeof(regs) / sizeof(regs[0]) == MC146818_PORTS,
	       "a row for each port");

static const struct vdev_window windows[] = {
	{ .name = "regs", .regs = VDEV_TABLE(regs), .size = MC146818_PORTS,
	  .spaces = VDEV_SPACE_IO,
	  .doc = "Index and data; 0x70 on a PC." },
};

static const struct vdev_irq irqs[] = {
	{ .name = "irq", .trigger = VDEV_EDGE,
	  .doc = "Up while an enabled interrupt is pending; 8 on a PC. "
		 "Without it the guest must poll." },
};

static const struct vdev_counter counters[] = {
	[MC146818_INTERRUPTS] = { "interrupts",
				  "How often the interrupt line rose." },
};

_Static_assert(sizeof(counters) / sizeof(counters[0]) == MC146818_COUNTERS,
	       "a row for each counter");

static const struct vdev_timer timers[] = {
	{ "interrupt", "The next interrupt that the guest has enabled." },
};

const struct vdev_plugin vdev_plugin = {
	.size = sizeof(struct vdev_plugin),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.name = "mc146818",
	.summary = "real-time clock and CMOS memory (MC146818A)",
	.doc = "A PC's clock with its calendar to 9999, BCD or binary, 12 or "
	       "24 hours, alarm, periodic and update-ended interrupts, and "
	       "128 bytes. It starts with the host's time and then runs with "
	       "the guest's life; setting it sets no clock of the host.",
	.options = VDEV_TABLE(options),
	.windows = VDEV_TABLE(windows),
	.irqs = VDEV_TABLE(irqs),
	.counters = VDEV_TABLE(counters),
	.timers = VDEV_TABLE(timers),
	.acpi = { .hid = "PNP0B00" },
	.options_size = sizeof(struct mc146818_options),
	.state_size = sizeof(struct mc146818),
	.call_us = 100,
	.legacy = VDEV_LEGACY_CMOS,
	.ops = &mc146818_ops,
};
