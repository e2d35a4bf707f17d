/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mc146818: the inside of the real-time clock, shared by its files and by its
 * test.
 *
 * The chip is the MC146818A of the data sheet with a PC's 128 bytes, its
 * century at 0x32, and a crystal of 32768 Hz. The bytes that the guest sees
 * are the clock: nothing else holds the time. They are brought up to date when
 * somebody looks, by as many update cycles as are due since then, so that a
 * clock that nobody looks at costs nothing.
 *
 *   bytes at start: the host's wall clock -> + the guest's life -> bytes now
 *
 * Must never set or follow the host's clock after the start: what the guest
 * writes is the guest's time.
 *
 * Every function needs the instance's lock, which the host holds around each
 * call into a vdev. `now` is always host->now.
 */
#ifndef QVM_VDEV_MC146818_H
#define QVM_VDEV_MC146818_H

#include <stdbool.h>
#include <stdint.h>

#include "qvm/vdev.h"

/* Offsets in the window, which are also the rows of the register table. */
enum mc146818_port {
	MC146818_INDEX,
	MC146818_DATA,
	MC146818_PORTS,
};

/* Addresses behind the data port. [MC146818A, "Address map"] */
enum mc146818_address {
	MC146818_SECOND,
	MC146818_SECOND_ALARM,
	MC146818_MINUTE,
	MC146818_MINUTE_ALARM,
	MC146818_HOUR,
	MC146818_HOUR_ALARM,
	MC146818_WEEKDAY, /* 1: Sunday */
	MC146818_DAY,
	MC146818_MONTH,
	MC146818_YEAR,
	MC146818_A,
	MC146818_B,
	MC146818_C,
	MC146818_D,
	MC146818_RAM,
	MC146818_CENTURY = 0x32, /* a PC's place for it */
	MC146818_BYTES = 0x80,
};

enum {
	INDEX_MASK = 0x7f, /* bit 7 is a PC's gate for NMI, not the chip's */

	HOUR_PM = 0x80,
	ALARM_ANY = 0xc0, /* this and above: don't care */

	A_RATE = 0x0f,
	A_HELD = 0x60, /* both: the divider chain is held in reset */
	A_UPDATING = 0x80,

	B_24_HOURS = 0x02,
	B_BINARY = 0x04,
	B_SQUARE_WAVE = 0x08,
	B_SET = 0x80,

	/* Enabled in B, told in C: the bits are the same. */
	UPDATE_ENDED = 0x10,
	ALARM = 0x20,
	PERIODIC = 0x40,
	INTERRUPTS = UPDATE_ENDED | ALARM | PERIODIC,
	C_INTERRUPT = 0x80,

	D_VALID = 0x80,
};

#define MC146818_SECOND_NS UINT64_C(1000000000)
#define MC146818_NEVER UINT64_MAX

/* Rows of the counter table. */
enum mc146818_counter {
	MC146818_INTERRUPTS,
	MC146818_COUNTERS,
};

/* Choices of the option `base`, in the order of its words. */
enum mc146818_base {
	MC146818_UTC,
	MC146818_LOCAL,
};

struct mc146818_options {
	uint32_t base; /* enum mc146818_base */
};

struct mc146818 {
	uint8_t byte[MC146818_BYTES]; /* by address; UIP, IRQF and D are made
					 up when they are read */
	uint8_t index;     /* what the data port leads to */
	bool line;         /* what the interrupt line was last set to */
	int64_t zone_s;    /* added to UTC at the start */
	uint64_t phase_ns; /* the divider's lead over `now`; below a second */
	uint64_t second;   /* seconds of the divider that `byte` has seen */
	uint64_t edge;     /* edges of the periodic rate that C has seen */
	uint64_t due_ns;   /* the `now` for which the timer is armed, or
			      MC146818_NEVER */
};

static inline struct mc146818 *mc146818_of(struct vdev *self)
{
	return (struct mc146818 *)self->state;
}

/* The flags of C that are enabled in B. */
static inline uint8_t mc146818_pending(const struct mc146818 *m)
{
	return m->byte[MC146818_B] & m->byte[MC146818_C] & INTERRUPTS;
}

/* The invariant; for tests. */
static inline bool mc146818_valid(const struct mc146818 *m)
{
	const uint8_t set = m->byte[MC146818_B] & (B_SET | UPDATE_ENDED);

	return m->index < MC146818_BYTES && m->phase_ns < MC146818_SECOND_NS &&
	       (m->byte[MC146818_A] & A_UPDATING) == 0 &&
	       (m->byte[MC146818_C] & ~INTERRUPTS) == 0 &&
	       set != (B_SET | UPDATE_ENDED) &&
	       m->line == (mc146818_pending(m) != 0) &&
	       (!m->line || m->due_ns == MC146818_NEVER);
}

/* ---- mc146818.c --------------------------------------------------------- */

extern const struct vdev_ops mc146818_ops;

/* ---- calendar.c --------------------------------------------------------- */

/* Sets the clock to so many seconds after 1970-01-01 00:00:00. */
void mc146818_set(struct mc146818 *m, uint64_t seconds);

/* Lets the clock make so many update cycles. */
void mc146818_add(struct mc146818 *m, uint64_t seconds);

/* Update cycles until the time is that of the alarm: 1 to 86400, or
 * MC146818_NEVER where the alarm's bytes are no time. */
uint64_t mc146818_until_alarm(const struct mc146818 *m);

/* ---- divider.c ---------------------------------------------------------- */

/* Starts the divider chain `position_ns` behind the last update. */
void mc146818_divider_start(struct mc146818 *m, uint64_t now,
			    uint64_t position_ns);

/* Counts the periodic rate from here: its edges so far are forgotten. */
void mc146818_rate_start(struct mc146818 *m, uint64_t now);

/* Makes the updates and flags that are due. Before each look or change. */
void mc146818_advance(struct mc146818 *m, uint64_t now);

/* Whether an update comes within 244 us. [MC146818A, table 6] */
bool mc146818_is_updating(const struct mc146818 *m, uint64_t now);

/* The `now` of the next interrupt, if none is pending; or MC146818_NEVER. */
uint64_t mc146818_next_interrupt(const struct mc146818 *m, uint64_t now);

#endif
