/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The output buffer: one byte on its way to the guest, its status bits, and
 * the interrupt that tells of it.
 *
 * The keyboard must never overwrite a byte; the controller may. Its answers go
 * straight into the buffer, so drivers switch the keyboard off and empty the
 * buffer before they ask it anything. [HITR, "keyboard and auxiliary device
 * controller"]
 */
#include "pckeyboard.h"

/* Scan code set 2 to set 1, for the bytes that this keyboard sends. The rest
 * of them are answers from 0x84 up, which pass as they are. */
static uint8_t translated(uint8_t byte)
{
	static const uint8_t of_scan_set[] = { 0xff, 0x43, 0x41, 0x3f };

	if (byte <= KEYBOARD_SCAN_SETS)
		return of_scan_set[byte];
	return byte == KEYBOARD_ID_SECOND ? 0x41 : byte;
}

static void set_line(struct vdev *self, enum pckeyboard_irq irq, bool active)
{
	struct pckeyboard *s = pckeyboard_of(self);

	if (active == s->line[irq])
		return;

	s->line[irq] = active;
	self->host->irq_set(self, irq, active);
}

static void drive(struct vdev *self)
{
	const struct pckeyboard *s = pckeyboard_of(self);
	bool full = (s->status & STATUS_FULL) != 0;
	bool aux = (s->status & STATUS_AUX) != 0;

	set_line(self, PCKEYBOARD_KBD,
		 full && !aux && (s->control & CONTROL_KBD_IRQ) != 0);
	set_line(self, PCKEYBOARD_AUX,
		 full && aux && (s->control & CONTROL_AUX_IRQ) != 0);
}

static void fill(struct pckeyboard *s, uint8_t byte, uint8_t of_byte)
{
	s->output = byte;
	s->status &= (uint8_t)~STATUS_OF_BYTE;
	s->status |= (uint8_t)(STATUS_FULL | of_byte);
}

void pckeyboard_put(struct vdev *self, uint8_t byte, uint8_t of_byte)
{
	struct pckeyboard *s = pckeyboard_of(self);

	if ((s->status & STATUS_FULL) != 0)
		self->host->count(self, PCKEYBOARD_LOST, 1);
	fill(s, byte, of_byte);
}

/*
 * The line drops before the next byte can raise it again: it is
 * edge-triggered, so without an edge for each byte the guest would wait for
 * the second one for ever.
 */
uint8_t pckeyboard_take(struct vdev *self)
{
	struct pckeyboard *s = pckeyboard_of(self);
	uint8_t byte = s->output;

	s->status &= (uint8_t)~STATUS_OF_BYTE;
	drive(self);
	pckeyboard_update(self);
	return byte;
}

void pckeyboard_update(struct vdev *self)
{
	struct pckeyboard *s = pckeyboard_of(self);
	uint8_t byte;

	if ((s->status & STATUS_FULL) == 0 &&
	    (s->control & CONTROL_KBD_OFF) == 0 &&
	    keyboard_send(&s->keyboard, &byte))
		fill(s, (s->control & CONTROL_TRANSLATE) != 0 ?
				translated(byte) : byte, 0);
	drive(self);
}
