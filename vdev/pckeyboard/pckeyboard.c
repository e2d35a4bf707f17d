/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two ports of the keyboard controller, and its life.
 *
 * Trusts the host to let through only what the register tables allow.
 */
#include "pckeyboard.h"

/* ---- ports -------------------------------------------------------------- */

/* The input buffer's bit is never set: it is empty before the write returns. */
static uint8_t read_status(const struct pckeyboard *s)
{
	uint8_t status = s->status | STATUS_UNLOCKED;

	return (s->control & CONTROL_SYSTEM) != 0 ? status | STATUS_SYSTEM :
						    status;
}

/* Speaking to the keyboard switches it on. */
static enum vdev_verdict send_to_keyboard(struct vdev *self, uint8_t byte)
{
	struct pckeyboard *s = pckeyboard_of(self);

	s->control &= (uint8_t)~CONTROL_KBD_OFF;
	keyboard_receive(&s->keyboard, byte);
	self->host->count(self, PCKEYBOARD_KEYBOARD_BYTES, 1);
	return VDEV_DONE;
}

static enum vdev_verdict write_data(struct vdev *self, uint8_t byte)
{
	struct pckeyboard *s = pckeyboard_of(self);
	uint8_t code = s->pending;

	s->status &= (uint8_t)~STATUS_COMMAND;
	s->pending = 0;
	return code != 0 ? pckeyboard_command_data(self, code, byte) :
			   send_to_keyboard(self, byte);
}

static enum vdev_verdict write_command(struct vdev *self, uint8_t code)
{
	struct pckeyboard *s = pckeyboard_of(self);

	s->status |= STATUS_COMMAND;
	s->pending = 0;
	self->host->count(self, PCKEYBOARD_COMMANDS, 1);
	return pckeyboard_command(self, code);
}

/* ---- dispatch ----------------------------------------------------------- */

static enum vdev_verdict pckeyboard_write(struct vdev *self,
					  const struct vdev_access *a)
{
	uint8_t byte = (uint8_t)a->value;
	enum vdev_verdict verdict = a->window == PCKEYBOARD_DATA ?
					    write_data(self, byte) :
					    write_command(self, byte);

	pckeyboard_update(self);
	return verdict;
}

static enum vdev_verdict pckeyboard_access(struct vdev *self,
					   struct vdev_access *a)
{
	if (a->window >= PCKEYBOARD_WINDOWS || a->reg != 0)
		return VDEV_BROKEN;
	if (a->is_write)
		return pckeyboard_write(self, a);

	a->value = a->window == PCKEYBOARD_DATA ?
			   pckeyboard_take(self) :
			   read_status(pckeyboard_of(self));
	return VDEV_DONE;
}

/* ---- life --------------------------------------------------------------- */

/* All but the lines, which are the host's. */
static void power_on(struct pckeyboard *s)
{
	keyboard_power_on(&s->keyboard);
	s->control = CONTROL_POWER_ON;
	s->status = 0;
	s->output = 0;
	s->pending = 0;
}

static int pckeyboard_init(struct vdev *self)
{
	power_on(pckeyboard_of(self));
	return 0;
}

static void pckeyboard_reset(struct vdev *self)
{
	power_on(pckeyboard_of(self));
	pckeyboard_update(self);
}

const struct vdev_ops pckeyboard_ops = {
	.size = sizeof(struct vdev_ops),
	.init = pckeyboard_init,
	.access = pckeyboard_access,
	.reset = pckeyboard_reset,
};
