/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands of the keyboard controller. Each is a row: what it does at
 * once, or what it does with the data byte that follows it. A command without
 * a row is refused; it must never be half answered, because its driver would
 * wait for the other half.
 *
 * The auxiliary port is the one of a controller with a single channel: it
 * can't be switched on, its test finds no device, and what is sent to it comes
 * back as a time-out. That is what drivers look at to leave it alone.
 */
#include "pckeyboard.h"

/* ---- the controller ----------------------------------------------------- */

static enum vdev_verdict read_control(struct vdev *self)
{
	pckeyboard_put(self, pckeyboard_of(self)->control, 0);
	return VDEV_DONE;
}

static enum vdev_verdict write_control(struct vdev *self, uint8_t byte)
{
	pckeyboard_of(self)->control = (byte & CONTROL_WRITABLE) |
				       CONTROL_AUX_OFF;
	return VDEV_DONE;
}

static enum vdev_verdict test_self(struct vdev *self)
{
	pckeyboard_of(self)->control |= CONTROL_SYSTEM;
	pckeyboard_put(self, TEST_SELF_PASSED, 0);
	return VDEV_DONE;
}

/* ---- the keyboard ------------------------------------------------------- */

static enum vdev_verdict test_kbd(struct vdev *self)
{
	pckeyboard_put(self, TEST_KBD_PASSED, 0);
	return VDEV_DONE;
}

static enum vdev_verdict kbd_off(struct vdev *self)
{
	pckeyboard_of(self)->control |= CONTROL_KBD_OFF;
	return VDEV_DONE;
}

static enum vdev_verdict kbd_on(struct vdev *self)
{
	pckeyboard_of(self)->control &= (uint8_t)~CONTROL_KBD_OFF;
	return VDEV_DONE;
}

static enum vdev_verdict from_kbd(struct vdev *self, uint8_t byte)
{
	pckeyboard_put(self, byte, 0);
	return VDEV_DONE;
}

/* ---- the auxiliary port ------------------------------------------------- */

/* CONTROL_AUX_OFF is set and stays so. */
static enum vdev_verdict aux_switch(struct vdev *self)
{
	(void)self;
	return VDEV_DONE;
}

static enum vdev_verdict test_aux(struct vdev *self)
{
	pckeyboard_put(self, TEST_AUX_NONE, 0);
	return VDEV_DONE;
}

static enum vdev_verdict from_aux(struct vdev *self, uint8_t byte)
{
	pckeyboard_put(self, byte, STATUS_AUX);
	return VDEV_DONE;
}

static enum vdev_verdict to_aux(struct vdev *self, uint8_t byte)
{
	(void)byte;
	pckeyboard_put(self, KEYBOARD_AGAIN, STATUS_AUX | STATUS_TIMEOUT);
	return VDEV_DONE;
}

/* ---- lines of the machine ----------------------------------------------- */

static enum vdev_verdict reset_machine(struct vdev *self)
{
	self->host->end(self, VDEV_END_RESET, 0,
			"the guest pulled the reset line");
	return VDEV_DONE;
}

static enum vdev_verdict read_outport(struct vdev *self)
{
	const struct pckeyboard *s = pckeyboard_of(self);
	uint8_t port = OUTPORT_RUN | OUTPORT_A20;

	if (s->line[PCKEYBOARD_KBD])
		port |= OUTPORT_KBD_IRQ;
	if (s->line[PCKEYBOARD_AUX])
		port |= OUTPORT_AUX_IRQ;
	pckeyboard_put(self, port, 0);
	return VDEV_DONE;
}

/* Address line 20 has no gate here: a guest that wants it shut must not go on
 * in the belief that it is. */
static enum vdev_verdict write_outport(struct vdev *self, uint8_t byte)
{
	if ((byte & OUTPORT_RUN) == 0)
		return reset_machine(self);
	return (byte & OUTPORT_A20) != 0 ? VDEV_DONE : VDEV_REFUSED;
}

/* Nobody sees a pulse of a few microseconds but the reset logic. */
static enum vdev_verdict pulse(struct vdev *self, uint8_t code)
{
	return (code & OUTPORT_RUN) == 0 ? reset_machine(self) : VDEV_DONE;
}

/* ---- dispatch ----------------------------------------------------------- */

static const struct command {
	enum vdev_verdict (*at_once)(struct vdev *self);
	enum vdev_verdict (*with_data)(struct vdev *self, uint8_t byte);
} commands[COMMAND_PULSE] = {
	[COMMAND_READ_CONTROL] = { .at_once = read_control },
	[COMMAND_WRITE_CONTROL] = { .with_data = write_control },
	[COMMAND_AUX_OFF] = { .at_once = aux_switch },
	[COMMAND_AUX_ON] = { .at_once = aux_switch },
	[COMMAND_TEST_AUX] = { .at_once = test_aux },
	[COMMAND_TEST_SELF] = { .at_once = test_self },
	[COMMAND_TEST_KBD] = { .at_once = test_kbd },
	[COMMAND_KBD_OFF] = { .at_once = kbd_off },
	[COMMAND_KBD_ON] = { .at_once = kbd_on },
	[COMMAND_READ_OUTPORT] = { .at_once = read_outport },
	[COMMAND_WRITE_OUTPORT] = { .with_data = write_outport },
	[COMMAND_FROM_KBD] = { .with_data = from_kbd },
	[COMMAND_FROM_AUX] = { .with_data = from_aux },
	[COMMAND_TO_AUX] = { .with_data = to_aux },
};

enum vdev_verdict pckeyboard_command(struct vdev *self, uint8_t code)
{
	const struct command *c;

	if (code >= COMMAND_PULSE)
		return pulse(self, code);

	c = &commands[code];
	if (c->at_once != NULL)
		return c->at_once(self);
	if (c->with_data == NULL)
		return VDEV_REFUSED;

	pckeyboard_of(self)->pending = code;
	return VDEV_DONE;
}

enum vdev_verdict pckeyboard_command_data(struct vdev *self, uint8_t code,
					  uint8_t byte)
{
	if (code >= COMMAND_PULSE || commands[code].with_data == NULL)
		return VDEV_BROKEN;
	return commands[code].with_data(self, byte);
}
