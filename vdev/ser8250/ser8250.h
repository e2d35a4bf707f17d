/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ser8250: the inside of a 16550A, shared by its files and by its test.
 *
 * The chip is the PC16550D of the data sheet with an endlessly fast line: what
 * the guest transmits has left at once, and what it receives waits in the
 * host's stream until the receiver is empty. So the transmitter is always
 * empty, a time-out of the receive FIFO elapses at once, and only loopback can
 * overrun. There is no line noise: no parity, framing or break errors.
 *
 * Every function needs the instance's lock, which the host holds around each
 * call into a vdev.
 */
#ifndef QVM_VDEV_SER8250_H
#define QVM_VDEV_SER8250_H

#include <stdbool.h>
#include <stdint.h>

#include "qvm/vdev.h"

/* Offsets in the window, which are also the rows of the register table. */
enum ser8250_reg {
	SER8250_DATA, /* RBR, THR; DLL while LCR.DLAB */
	SER8250_IER,  /* DLM while LCR.DLAB */
	SER8250_IIR,  /* writes go to FCR */
	SER8250_LCR,
	SER8250_MCR,
	SER8250_LSR,
	SER8250_MSR,
	SER8250_SCR, /* kept by the host */
	SER8250_REGS,
};

enum {
	IER_RECEIVE = 0x01,
	IER_TRANSMIT = 0x02,
	IER_LINE = 0x04,
	IER_MODEM = 0x08,
	IER_MASK = 0x0f,

	IIR_MODEM = 0x00,
	IIR_NONE = 0x01,
	IIR_TRANSMIT = 0x02,
	IIR_RECEIVE = 0x04,
	IIR_LINE = 0x06,
	IIR_TIMEOUT = 0x0c,
	IIR_FIFOS = 0xc0,

	FCR_ENABLE = 0x01,
	FCR_CLEAR_RECEIVER = 0x02,
	FCR_TRIGGER_SHIFT = 6,

	LCR_DLAB = 0x80,

	MCR_DTR = 0x01,
	MCR_RTS = 0x02,
	MCR_OUT1 = 0x04,
	MCR_OUT2 = 0x08,
	MCR_LOOP = 0x10,
	MCR_MASK = 0x1f,

	LSR_READY = 0x01,
	LSR_OVERRUN = 0x02,
	LSR_IDLE = 0x60, /* holding and shift register empty */

	MSR_CTS_CHANGED = 0x01,
	MSR_DSR_CHANGED = 0x02,
	MSR_RI_ENDED = 0x04,
	MSR_DCD_CHANGED = 0x08,
	MSR_CTS = 0x10,
	MSR_DSR = 0x20,
	MSR_RI = 0x40,
	MSR_DCD = 0x80,
};

enum { SER8250_FIFO_SIZE = 16 };

/* Rows of the counter table. */
enum ser8250_counter {
	SER8250_BYTES_OUT,
	SER8250_BYTES_IN,
	SER8250_OVERRUNS,
	SER8250_COUNTERS,
};

/* Choices of the option `modem-control`, in the order of its words. */
enum ser8250_modem_control {
	SER8250_MODEM_USED,
	SER8250_MODEM_IGNORED,
};

struct ser8250_options {
	uint32_t output;        /* stream slot */
	uint32_t input;         /* stream slot */
	uint32_t modem_control; /* enum ser8250_modem_control */
};

/* The receiver. Without FIFOs it is a FIFO of one byte. */
struct ser8250_rx {
	uint8_t byte[SER8250_FIFO_SIZE];
	uint8_t head;    /* next byte for the guest; below SER8250_FIFO_SIZE */
	uint8_t count;   /* bytes held; at most `size` */
	uint8_t size;    /* 1 or SER8250_FIFO_SIZE */
	uint8_t trigger; /* bytes that make an interrupt; 1 to `size` */
};

struct ser8250 {
	struct ser8250_rx rx;
	uint8_t ier;
	uint8_t lcr;
	uint8_t mcr;
	uint8_t forced;  /* bits of MCR that count as set, whatever it holds */
	uint8_t overrun; /* LSR_OVERRUN or 0 */
	uint8_t changes; /* the lower half of MSR */
	uint8_t divisor[2];
	bool fifos;      /* FCR.ENABLE */
	bool thr_emptied; /* a transmit interrupt is due, if enabled */
	bool line;       /* what the interrupt line was last set to */
};

static inline struct ser8250 *ser8250_of(struct vdev *self)
{
	return (struct ser8250 *)self->state;
}

/* The invariant; for tests. */
static inline bool ser8250_valid(const struct ser8250 *s)
{
	const struct ser8250_rx *rx = &s->rx;

	return rx->head < SER8250_FIFO_SIZE && rx->count <= rx->size &&
	       rx->size == (s->fifos ? SER8250_FIFO_SIZE : 1) &&
	       rx->trigger >= 1 && rx->trigger <= rx->size &&
	       (s->ier & ~IER_MASK) == 0 && (s->mcr & ~MCR_MASK) == 0;
}

/* ---- ser8250.c ----------------------------------------------------------- */

extern const struct vdev_ops ser8250_ops;

/* ---- rx.c ---------------------------------------------------------------- */

/* Empties the receiver and sets its mode; `trigger` is FCR's two bits. */
void ser8250_rx_reset(struct ser8250 *s, bool fifos);

void ser8250_rx_trigger(struct ser8250 *s, uint8_t code);

/* A byte off the loopback; one that finds no room overruns. */
void ser8250_rx_put(struct vdev *self, uint8_t byte);

/* The oldest byte; 0 if there is none. */
uint8_t ser8250_rx_take(struct vdev *self);

/* Lets the other end send, if the receiver is empty and it may. */
void ser8250_rx_refill(struct vdev *self);

/* ---- irq.c --------------------------------------------------------------- */

/* The pending interrupt of the highest priority, as IIR tells it. */
uint8_t ser8250_cause(const struct ser8250 *s);

/* Sets the interrupt line to what the registers say. After each change. */
void ser8250_drive(struct vdev *self);

#endif
