/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the host and the manual know of the keyboard controller: ports,
 * interrupts, counters. Data only.
 */
#include "pckeyboard.h"

#define PORT(named, acts, text) \
	{ .name = (named), .doc = (text), .count = 1, .size = 1, \
	  .widths = VDEV_W8, .direction = VDEV_RW, \
	  .kind = VDEV_REG_CALLED, .flags = (acts) }

static const struct vdev_reg data_regs[] = {
	PORT("DATA", VDEV_READ_ACTS,
	     "Read: the byte in the output buffer, which is empty then. "
	     "Write: the data of the last command, or a byte to the "
	     "keyboard."),
};

static const struct vdev_reg command_regs[] = {
	PORT("STATUS/COMMAND", 0,
	     "Read: bit 0 output buffer full, 2 self test passed, 3 the last "
	     "write was a command, 4 not locked, 5 the byte is the auxiliary "
	     "port's, 6 time-out. Write: a command to the controller."),
};

/* A guest's driver takes the first port for the data and the second for the
 * commands, in ACPI's resources too. */
static const struct vdev_window windows[] = {
	[PCKEYBOARD_DATA] = {
		.name = "data", .regs = VDEV_TABLE(data_regs), .size = 1,
		.spaces = VDEV_SPACE_IO,
		.doc = "The data port; 0x60 on a PC." },
	[PCKEYBOARD_COMMAND] = {
		.name = "command", .regs = VDEV_TABLE(command_regs), .size = 1,
		.spaces = VDEV_SPACE_IO,
		.doc = "The command and status port; 0x64 on a PC." },
};

_Static_assert(sizeof(windows) / sizeof(windows[0]) == PCKEYBOARD_WINDOWS,
	       "a row for each window");

static const struct vdev_irq irqs[] = {
	[PCKEYBOARD_KBD] = {
		.name = "kbd", .trigger = VDEV_EDGE, .flags = VDEV_REQUIRED,
		.doc = "A byte of the keyboard or of the controller waits; 1 "
		       "on a PC." },
	[PCKEYBOARD_AUX] = {
		.name = "aux", .trigger = VDEV_EDGE,
		.doc = "A byte of the auxiliary port waits; 12 on a PC. "
		       "Nothing is behind that port, so best left out." },
};

_Static_assert(sizeof(irqs) / sizeof(irqs[0]) == PCKEYBOARD_IRQS,
	       "a row for each interrupt");

static const struct vdev_counter counters[] = {
	[PCKEYBOARD_COMMANDS] = { "commands", "Commands to the controller." },
	[PCKEYBOARD_KEYBOARD_BYTES] = { "keyboard-bytes",
					"Bytes sent to the keyboard." },
	[PCKEYBOARD_LOST] = { "lost", "Bytes that an answer of the controller "
				      "overwrote before they were read." },
};

_Static_assert(sizeof(counters) / sizeof(counters[0]) == PCKEYBOARD_COUNTERS,
	       "a row for each counter");

const struct vdev_plugin vdev_plugin = {
	.size = sizeof(struct vdev_plugin),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.name = "pckeyboard",
	.summary = "keyboard controller (8042) with a keyboard without keys",
	.doc = "The 8042 of a PC and a keyboard behind it that answers its "
	       "driver; nobody types on it. There is no mouse. Its reset line "
	       "resets the guest.",
	.windows = VDEV_TABLE(windows),
	.irqs = VDEV_TABLE(irqs),
	.counters = VDEV_TABLE(counters),
	.acpi = { .hid = "PNP0303" },
	.state_size = sizeof(struct pckeyboard),
	.call_us = 100,
	.legacy = VDEV_LEGACY_I8042,
	.ops = &pckeyboard_ops,
};
