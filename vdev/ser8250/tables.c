/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the host and the manual know of the 16550A: options, registers,
 * interrupt, counters. Data only; the host enforces it before ser8250.c hears
 * of an access.
 */
#include "ser8250.h"

#define ROW_OF(member) ((uint32_t)offsetof(struct ser8250_options, member))

static const struct vdev_option options[] = {
	{ .name = "output", .type = VDEV_OPTION_CHARDEV,
	  .flags = VDEV_STREAM_OUT, .offset = ROW_OF(output), .unset = "stdio",
	  .doc = "Where the bytes go that the guest transmits." },
	{ .name = "input", .type = VDEV_OPTION_CHARDEV,
	  .flags = VDEV_STREAM_IN, .offset = ROW_OF(input), .unset = "same",
	  .doc = "Where the bytes come from that the guest receives. `same`: "
		 "from where `output` leads, as one connection of two "
		 "directions; nothing where that is a file." },
	{ .name = "modem-control", .type = VDEV_OPTION_WORD,
	  .offset = ROW_OF(modem_control), .words = "used ignored",
	  .unset = "used",
	  .doc = "Whether the guest's modem control register matters. `used`, "
		 "as on a PC: OUT2 opens the gate to the interrupt line, and "
		 "bytes are sent to the guest only while it holds RTS up. "
		 "`ignored`: for guests that never write the register." },
};

#define BYTE(at, named, may, acts, text) \
	[at] = { .name = (named), .doc = (text), .offset = (at), .count = 1, \
		 .size = 1, .widths = VDEV_W8, .direction = (may), \
		 .kind = VDEV_REG_CALLED, .flags = (acts) }

static const struct vdev_reg regs[] = {
	BYTE(SER8250_DATA, "RBR/THR/DLL", VDEV_RW, VDEV_READ_ACTS,
	     "Read: the oldest byte received. Write: a byte to transmit. "
	     "While LCR bit 7 is set: the low byte of the divisor."),
	BYTE(SER8250_IER, "IER/DLM", VDEV_RW, 0,
	     "Interrupts enabled: bit 0 received data, 1 transmitter empty, "
	     "2 line status, 3 modem status. While LCR bit 7 is set: the high "
	     "byte of the divisor."),
	BYTE(SER8250_IIR, "IIR/FCR", VDEV_RW, VDEV_READ_ACTS,
	     "Read: the pending interrupt of the highest priority; this takes "
	     "a transmitter interrupt away. Write: bit 0 enables the FIFOs, 1 "
	     "empties the receiver, 2 the transmitter, 6 and 7 choose the "
	     "trigger level 1, 4, 8 or 14."),
	BYTE(SER8250_LCR, "LCR", VDEV_RW, 0,
	     "Line format, kept but without effect on a line that has no "
	     "wire; bit 7 opens the divisor."),
	BYTE(SER8250_MCR, "MCR", VDEV_RW, 0,
	     "Modem outputs: bit 0 DTR, 1 RTS, 2 OUT1, 3 OUT2; bit 4 loops "
	     "data and modem lines back."),
	BYTE(SER8250_LSR, "LSR", VDEV_RO, VDEV_READ_ACTS,
	     "Bit 0 data ready, 1 overrun (a read clears it), 5 and 6 "
	     "transmitter empty."),
	BYTE(SER8250_MSR, "MSR", VDEV_RO, VDEV_READ_ACTS,
	     "Modem inputs: bit 4 CTS, 5 DSR, 6 RI, 7 DCD; bits 0 to 3 their "
	     "changes since the last read."),
	[SER8250_SCR] = {
		.name = "SCR", .offset = SER8250_SCR, .count = 1, .size = 1,
		.widths = VDEV_W8, .direction = VDEV_RW,
		.kind = VDEV_REG_STORED, .writable = 0xff,
		.doc = "A byte for the guest to keep." },
};

_Static_assert(sizeof(regs) / sizeof(regs[0]) == SER8250_REGS,
	       "a row for each register");

static const struct vdev_window windows[] = {
	{ .name = "regs", .regs = VDEV_TABLE(regs), .size = SER8250_REGS,
	  .spaces = VDEV_SPACE_IO | VDEV_SPACE_MMIO,
	  .doc = "The eight registers; 0x3f8 is a PC's first port." },
};

static const struct vdev_irq irqs[] = {
	{ .name = "irq", .trigger = VDEV_EDGE,
	  .doc = "Up while an enabled interrupt is pending; 4 for a PC's first "
		 "port. Without it the guest must poll." },
};

static const struct vdev_counter counters[] = {
	[SER8250_BYTES_OUT] = { "bytes-out", "Bytes that the guest sent." },
	[SER8250_BYTES_IN] = { "bytes-in", "Bytes that reached the receiver." },
	[SER8250_OVERRUNS] = { "overruns",
			       "Bytes lost in loopback to a full receiver." },
};

_Static_assert(sizeof(counters) / sizeof(counters[0]) == SER8250_COUNTERS,
	       "a row for each counter");

const struct vdev_plugin vdev_plugin = {
	.size = sizeof(struct vdev_plugin),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.name = "ser8250",
	.summary = "serial port with FIFOs (16550A)",
	.doc = "A complete 16550A: FIFOs of 16 bytes with trigger levels, "
	       "modem lines, loopback, interrupts by priority. The line is "
	       "endlessly fast: bytes leave at once, and bytes that the guest "
	       "has no room for wait in the host.",
	.options = VDEV_TABLE(options),
	.windows = VDEV_TABLE(windows),
	.irqs = VDEV_TABLE(irqs),
	.counters = VDEV_TABLE(counters),
	.acpi = { .hid = "PNP0501" },
	.options_size = sizeof(struct ser8250_options),
	.state_size = sizeof(struct ser8250),
	.call_us = 100,
	.ops = &ser8250_ops,
};
