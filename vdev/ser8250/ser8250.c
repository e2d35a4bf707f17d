/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The registers of the 16550A: what each read and write means.
 *
 * Trusts the host to let through only what the register table allows, and
 * never answers an access that the table should have kept away.
 */
#include "ser8250.h"

static bool divisor_is_open(const struct ser8250 *s)
{
	return (s->lcr & LCR_DLAB) != 0;
}

/* What the modem inputs carry: the outputs in loopback, else a peer that is
 * there and ready. */
static uint8_t modem_inputs(const struct ser8250 *s)
{
	uint8_t inputs = 0;

	if ((s->mcr & MCR_LOOP) == 0)
		return MSR_CTS | MSR_DSR | MSR_DCD;

	if ((s->mcr & MCR_RTS) != 0)
		inputs |= MSR_CTS;
	if ((s->mcr & MCR_DTR) != 0)
		inputs |= MSR_DSR;
	if ((s->mcr & MCR_OUT1) != 0)
		inputs |= MSR_RI;
	if ((s->mcr & MCR_OUT2) != 0)
		inputs |= MSR_DCD;
	return inputs;
}

/* ---- reads ---------------------------------------------------------------- */

static uint8_t read_data(struct vdev *self)
{
	struct ser8250 *s = ser8250_of(self);
	uint8_t byte;

	if (divisor_is_open(s))
		return s->divisor[0];

	byte = ser8250_rx_take(self);
	ser8250_drive(self);
	return byte;
}

static uint8_t read_ier(struct vdev *self)
{
	const struct ser8250 *s = ser8250_of(self);

	return divisor_is_open(s) ? s->divisor[1] : s->ier;
}

static uint8_t read_lcr(struct vdev *self)
{
	return ser8250_of(self)->lcr;
}

static uint8_t read_mcr(struct vdev *self)
{
	return ser8250_of(self)->mcr;
}

/* Reading takes the transmit interrupt away, but only where it is the one
 * that is told. */
static uint8_t read_iir(struct vdev *self)
{
	struct ser8250 *s = ser8250_of(self);
	uint8_t cause = ser8250_cause(s);

	if (cause == IIR_TRANSMIT) {
		s->thr_emptied = false;
		ser8250_drive(self);
	}
	return cause | (s->fifos ? IIR_FIFOS : 0);
}

/* The register that drivers poll. Only an overrun makes a read act. */
static uint8_t read_lsr(struct vdev *self)
{
	struct ser8250 *s = ser8250_of(self);
	uint8_t status = LSR_IDLE | (s->rx.count != 0 ? LSR_READY : 0);

	if (s->overrun == 0)
		return status;

	s->overrun = 0;
	ser8250_drive(self);
	return status | LSR_OVERRUN;
}

static uint8_t read_msr(struct vdev *self)
{
	struct ser8250 *s = ser8250_of(self);
	uint8_t status = modem_inputs(s) | s->changes;

	s->changes = 0;
	ser8250_drive(self);
	return status;
}

/* ---- writes --------------------------------------------------------------- */

static void transmit(struct vdev *self, uint8_t byte)
{
	const struct ser8250_options *options = self->options;
	struct ser8250 *s = ser8250_of(self);

	if ((s->mcr & MCR_LOOP) != 0) {
		ser8250_rx_put(self, byte);
	} else {
		/* What the stream can't take, its host counts as dropped. */
		self->host->stream_write(self, options->output, &byte, 1);
		self->host->count(self, SER8250_BYTES_OUT, 1);
	}
	s->thr_emptied = true;
	ser8250_drive(self);
}

static void write_data(struct vdev *self, uint8_t value)
{
	struct ser8250 *s = ser8250_of(self);

	if (divisor_is_open(s))
		s->divisor[0] = value;
	else
		transmit(self, value);
}

/* Enabling the transmit interrupt raises it, since the transmitter is empty;
 * writing the bit again does not. */
static void write_ier(struct vdev *self, uint8_t value)
{
	struct ser8250 *s = ser8250_of(self);

	if (divisor_is_open(s)) {
		s->divisor[1] = value;
		return;
	}
	if ((value & ~s->ier & IER_TRANSMIT) != 0)
		s->thr_emptied = true;
	s->ier = value & IER_MASK;
	ser8250_drive(self);
}

/* Without ENABLE no other bit counts. A change of mode empties the FIFOs. */
static void write_fcr(struct vdev *self, uint8_t value)
{
	struct ser8250 *s = ser8250_of(self);
	bool fifos = (value & FCR_ENABLE) != 0;

	if (fifos != s->fifos || (fifos && (value & FCR_CLEAR_RECEIVER) != 0))
		ser8250_rx_reset(s, fifos);
	if (fifos)
		ser8250_rx_trigger(s, value >> FCR_TRIGGER_SHIFT);
	ser8250_rx_refill(self);
	ser8250_drive(self);
}

static void write_mcr(struct vdev *self, uint8_t value)
{
	struct ser8250 *s = ser8250_of(self);
	uint8_t before = modem_inputs(s);
	uint8_t now, changed;

	s->mcr = value & MCR_MASK;
	now = modem_inputs(s);
	changed = before ^ now;

	if ((changed & MSR_CTS) != 0)
		s->changes |= MSR_CTS_CHANGED;
	if ((changed & MSR_DSR) != 0)
		s->changes |= MSR_DSR_CHANGED;
	if ((changed & before & MSR_RI) != 0)
		s->changes |= MSR_RI_ENDED;
	if ((changed & MSR_DCD) != 0)
		s->changes |= MSR_DCD_CHANGED;

	ser8250_rx_refill(self);
	ser8250_drive(self);
}

static void write_lcr(struct vdev *self, uint8_t value)
{
	ser8250_of(self)->lcr = value;
}

/* ---- dispatch ------------------------------------------------------------- */

/* SCR is the host's; LSR and MSR are read-only by the register table. */
static const struct {
	uint8_t (*read)(struct vdev *self);
	void (*write)(struct vdev *self, uint8_t value);
} handlers[SER8250_SCR] = {
	[SER8250_DATA] = { read_data, write_data },
	[SER8250_IER] = { read_ier, write_ier },
	[SER8250_IIR] = { read_iir, write_fcr },
	[SER8250_LCR] = { read_lcr, write_lcr },
	[SER8250_MCR] = { read_mcr, write_mcr },
	[SER8250_LSR] = { read_lsr, NULL },
	[SER8250_MSR] = { read_msr, NULL },
};

static enum vdev_verdict ser8250_read(struct vdev *self, struct vdev_access *a)
{
	if (a->reg >= SER8250_SCR)
		return VDEV_BROKEN;

	a->value = handlers[a->reg].read(self);
	return VDEV_DONE;
}

static enum vdev_verdict ser8250_write(struct vdev *self,
				       const struct vdev_access *a)
{
	if (a->reg >= SER8250_SCR || handlers[a->reg].write == NULL)
		return VDEV_BROKEN;

	handlers[a->reg].write(self, (uint8_t)a->value);
	return VDEV_DONE;
}

static enum vdev_verdict ser8250_access(struct vdev *self, struct vdev_access *a)
{
	return a->is_write ? ser8250_write(self, a) : ser8250_read(self, a);
}

/* ---- life ----------------------------------------------------------------- */

static enum vdev_verdict ser8250_event(struct vdev *self,
				       const struct vdev_event *event)
{
	if (event->kind == VDEV_EVENT_STREAM_IN) {
		ser8250_rx_refill(self);
		ser8250_drive(self);
	}
	return VDEV_DONE;
}

/* The chip's reset leaves the divisor alone, and so does this. */
static void power_on(struct ser8250 *s)
{
	ser8250_rx_reset(s, false);
	s->ier = 0;
	s->lcr = 0;
	s->mcr = 0;
	s->overrun = 0;
	s->changes = 0;
	s->thr_emptied = true;
}

static int ser8250_init(struct vdev *self)
{
	const struct ser8250_options *options = self->options;
	struct ser8250 *s = ser8250_of(self);

	power_on(s);
	s->divisor[0] = 12; /* 9600 baud, where PC firmware leaves it */
	if (options->modem_control == SER8250_MODEM_IGNORED)
		s->forced = MCR_RTS | MCR_OUT2;
	return 0;
}

/* The first read of the input: from here on the host tells of new bytes. */
static void ser8250_start(struct vdev *self)
{
	ser8250_rx_refill(self);
}

static void ser8250_reset(struct vdev *self)
{
	power_on(ser8250_of(self));
	ser8250_rx_refill(self);
	ser8250_drive(self);
}

const struct vdev_ops ser8250_ops = {
	.size = sizeof(struct vdev_ops),
	.init = ser8250_init,
	.start = ser8250_start,
	.access = ser8250_access,
	.event = ser8250_event,
	.reset = ser8250_reset,
};
