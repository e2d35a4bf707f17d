/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interrupt of the 16550A: which cause is told, and when the line is up.
 *
 * The line is a function of the registers and is never pulsed: a write that
 * takes a cause away and brings it back at once leaves the line as it was.
 */
#include "ser8250.h"

uint8_t ser8250_cause(const struct ser8250 *s)
{
	if ((s->ier & IER_LINE) != 0 && s->overrun != 0)
		return IIR_LINE;
	if ((s->ier & IER_RECEIVE) != 0 && s->rx.count >= s->rx.trigger)
		return IIR_RECEIVE;
	if ((s->ier & IER_RECEIVE) != 0 && s->rx.count != 0)
		return IIR_TIMEOUT;
	if ((s->ier & IER_TRANSMIT) != 0 && s->thr_emptied)
		return IIR_TRANSMIT;
	if ((s->ier & IER_MODEM) != 0 && s->changes != 0)
		return IIR_MODEM;
	return IIR_NONE;
}

/* On a PC the chip's OUT2 output opens the gate to the interrupt line. */
void ser8250_drive(struct vdev *self)
{
	struct ser8250 *s = ser8250_of(self);
	bool open = ((s->mcr | s->forced) & MCR_OUT2) != 0;
	bool active = open && ser8250_cause(s) != IIR_NONE;

	if (active == s->line)
		return;

	s->line = active;
	self->host->irq_set(self, 0, active);
}
