/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The receiver of the 16550A: its FIFO, and when bytes may enter it.
 *
 * Must never take a byte from the host's stream that the guest might not get:
 * the stream is where bytes wait, and not reading it is the flow control.
 */
#include "ser8250.h"

static const uint8_t trigger_levels[] = { 1, 4, 8, 14 };

void ser8250_rx_reset(struct ser8250 *s, bool fifos)
{
	s->fifos = fifos;
	s->rx.head = 0;
	s->rx.count = 0;
	s->rx.size = fifos ? SER8250_FIFO_SIZE : 1;
	s->rx.trigger = 1;
}

void ser8250_rx_trigger(struct ser8250 *s, uint8_t code)
{
	s->rx.trigger = trigger_levels[code & 3];
}

/*
 * With FIFOs, what was received stays and the new byte is lost; without, the
 * new byte takes the place of the unread one.
 */
void ser8250_rx_put(struct vdev *self, uint8_t byte)
{
	struct ser8250 *s = ser8250_of(self);
	struct ser8250_rx *rx = &s->rx;

	if (rx->count == rx->size) {
		s->overrun = LSR_OVERRUN;
		self->host->count(self, SER8250_OVERRUNS, 1);
		if (s->fifos)
			return;
		rx->count = 0;
	}
	rx->byte[(rx->head + rx->count) % SER8250_FIFO_SIZE] = byte;
	rx->count++;
}

uint8_t ser8250_rx_take(struct vdev *self)
{
	struct ser8250_rx *rx = &ser8250_of(self)->rx;
	uint8_t byte;

	if (rx->count == 0)
		return 0;

	byte = rx->byte[rx->head];
	rx->head = (uint8_t)((rx->head + 1) % SER8250_FIFO_SIZE);
	rx->count--;
	ser8250_rx_refill(self);
	return byte;
}

/*
 * The other end honours RTS, so a driver that clears the receiver while it
 * starts loses nothing: it raises RTS when it is ready. In loopback the
 * receiver's input is cut off.
 *
 * Filling only an empty receiver is enough: nothing that waits behind it
 * would change what the guest sees, and a read that finds nothing is what
 * makes the host tell of the next byte.
 */
void ser8250_rx_refill(struct vdev *self)
{
	const struct ser8250_options *options = self->options;
	struct ser8250 *s = ser8250_of(self);
	struct ser8250_rx *rx = &s->rx;
	uint32_t n;

	if (rx->count != 0 || (s->mcr & MCR_LOOP) != 0 ||
	    ((s->mcr | s->forced) & MCR_RTS) == 0)
		return;

	rx->head = 0;
	n = self->host->stream_read(self, options->input, rx->byte, rx->size);
	rx->count = (uint8_t)n;
	if (n != 0)
		self->host->count(self, SER8250_BYTES_IN, n);
}
