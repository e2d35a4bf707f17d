/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pckeyboard: the inside of a PC's keyboard controller, shared by its files
 * and by its test.
 *
 * The controller is the 8042 as IBM's PS/2 Hardware Interface Technical
 * Reference has it ([HITR]: "keyboard and auxiliary device controller"),
 * endlessly fast: it has taken a byte when the write returns, so its input
 * buffer is never full. Behind it are a keyboard without keys and an auxiliary
 * port that ends in nothing.
 *
 *   guest -> command, data -> controller -> keyboard
 *   guest <- output buffer <- controller <- keyboard's answer
 *
 * Every function needs the instance's lock, which the host holds around each
 * call into a vdev.
 */
#ifndef QVM_VDEV_PCKEYBOARD_H
#define QVM_VDEV_PCKEYBOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "keyboard.h"
#include "qvm/vdev.h"

/* Rows of the window table; each has one register. */
enum pckeyboard_window {
	PCKEYBOARD_DATA,
	PCKEYBOARD_COMMAND, /* reads: status */
	PCKEYBOARD_WINDOWS,
};

/* Rows of the interrupt table. */
enum pckeyboard_irq {
	PCKEYBOARD_KBD,
	PCKEYBOARD_AUX,
	PCKEYBOARD_IRQS,
};

/* Rows of the counter table. */
enum pckeyboard_counter {
	PCKEYBOARD_COMMANDS,
	PCKEYBOARD_KEYBOARD_BYTES,
	PCKEYBOARD_LOST,
	PCKEYBOARD_COUNTERS,
};

enum {
	STATUS_FULL = 0x01,    /* the output buffer has a byte for the guest */
	STATUS_SYSTEM = 0x04,  /* the self test has passed */
	STATUS_COMMAND = 0x08, /* the last write was to the command port */
	STATUS_UNLOCKED = 0x10,
	STATUS_AUX = 0x20,     /* the byte is the auxiliary device's */
	STATUS_TIMEOUT = 0x40, /* the byte stands for an answer that is late */

	/* What belongs to the byte in the output buffer and goes with it. */
	STATUS_OF_BYTE = STATUS_FULL | STATUS_AUX | STATUS_TIMEOUT,
};

/* The "command byte", which configures the controller. */
enum {
	CONTROL_KBD_IRQ = 0x01,
	CONTROL_AUX_IRQ = 0x02,
	CONTROL_SYSTEM = 0x04,   /* shown as STATUS_SYSTEM */
	CONTROL_KBD_OFF = 0x10,
	CONTROL_AUX_OFF = 0x20,
	CONTROL_TRANSLATE = 0x40,
	CONTROL_WRITABLE = 0x5f, /* all but CONTROL_AUX_OFF, and bit 7 */

	/* As PC firmware leaves it: there is none here that could set it. */
	CONTROL_POWER_ON = CONTROL_KBD_IRQ | CONTROL_SYSTEM | CONTROL_AUX_OFF |
			   CONTROL_TRANSLATE,
};

/* The port that leads to lines of the machine. */
enum {
	OUTPORT_RUN = 0x01, /* low resets the machine */
	OUTPORT_A20 = 0x02,
	OUTPORT_KBD_IRQ = 0x10,
	OUTPORT_AUX_IRQ = 0x20,
};

/* Commands to the controller. */
enum {
	COMMAND_READ_CONTROL = 0x20,
	COMMAND_WRITE_CONTROL = 0x60,
	COMMAND_AUX_OFF = 0xa7,
	COMMAND_AUX_ON = 0xa8,
	COMMAND_TEST_AUX = 0xa9,
	COMMAND_TEST_SELF = 0xaa,
	COMMAND_TEST_KBD = 0xab,
	COMMAND_KBD_OFF = 0xad,
	COMMAND_KBD_ON = 0xae,
	COMMAND_READ_OUTPORT = 0xd0,
	COMMAND_WRITE_OUTPORT = 0xd1,
	COMMAND_FROM_KBD = 0xd2, /* the data is to come back as if sent by it */
	COMMAND_FROM_AUX = 0xd3,
	COMMAND_TO_AUX = 0xd4,
	COMMAND_PULSE = 0xf0,    /* bits 0 to 3: 0 pulses a line of the port */

	TEST_SELF_PASSED = 0x55,
	TEST_KBD_PASSED = 0x00,
	TEST_AUX_NONE = 0xff,
};

struct pckeyboard {
	struct keyboard keyboard;
	uint8_t control; /* CONTROL_* */
	uint8_t status;  /* STATUS_COMMAND, STATUS_OF_BYTE; not the rest */
	uint8_t output;  /* the output buffer; keeps a byte that was read */
	uint8_t pending; /* the command whose data byte is to come, or 0 */
	bool line[PCKEYBOARD_IRQS]; /* what each line was last set to */
};

static inline struct pckeyboard *pckeyboard_of(struct vdev *self)
{
	return (struct pckeyboard *)self->state;
}

/* The invariant; for tests. */
static inline bool pckeyboard_valid(const struct pckeyboard *s)
{
	return keyboard_valid(&s->keyboard) &&
	       (s->status & ~(STATUS_OF_BYTE | STATUS_COMMAND)) == 0 &&
	       (s->control & ~(CONTROL_WRITABLE | CONTROL_AUX_OFF)) == 0 &&
	       (s->control & CONTROL_AUX_OFF) != 0 &&
	       !(s->line[PCKEYBOARD_KBD] && s->line[PCKEYBOARD_AUX]);
}

/* ---- pckeyboard.c ------------------------------------------------------- */

extern const struct vdev_ops pckeyboard_ops;

/* ---- commands.c --------------------------------------------------------- */

/* A byte at the command port. */
enum vdev_verdict pckeyboard_command(struct vdev *self, uint8_t code);

/* A byte at the data port that `code` has waited for. */
enum vdev_verdict pckeyboard_command_data(struct vdev *self, uint8_t code,
					  uint8_t byte);

/* ---- output.c ----------------------------------------------------------- */

/* Puts a byte in the output buffer; `of_byte`: STATUS_AUX, STATUS_TIMEOUT. */
void pckeyboard_put(struct vdev *self, uint8_t byte, uint8_t of_byte);

/* The byte in the output buffer, for the guest. */
uint8_t pckeyboard_take(struct vdev *self);

/* Lets the keyboard send, if it may, and sets the lines to what the registers
 * say. After each change. */
void pckeyboard_update(struct vdev *self);

#endif
