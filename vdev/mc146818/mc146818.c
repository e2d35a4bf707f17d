/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two ports of the clock, its registers A to D, its interrupt and its
 * life.
 *
 * One timer serves all three interrupts: it is armed for the next that is
 * enabled, and only while the line is down. What the line says already, it
 * need not say again, so a guest that does not read C is not told twice and
 * costs nothing.
 *
 * Trusts the host to let through only what the register table allows.
 */
#include "mc146818.h"

#include <time.h>

/* ---- the interrupt ------------------------------------------------------ */

static void drive(struct vdev *self)
{
	struct mc146818 *m = mc146818_of(self);
	bool active = mc146818_pending(m) != 0;

	if (active == m->line)
		return;

	m->line = active;
	self->host->irq_set(self, 0, active);
	if (active)
		self->host->count(self, MC146818_INTERRUPTS, 1);
}

static void arm(struct vdev *self, uint64_t now)
{
	struct mc146818 *m = mc146818_of(self);
	uint64_t due = m->line ? MC146818_NEVER :
				 mc146818_next_interrupt(m, now);

	if (due == m->due_ns)
		return;

	m->due_ns = due;
	if (due == MC146818_NEVER)
		self->host->timer_stop(self, 0);
	else
		self->host->timer_arm(self, 0, due - now, 0);
}

/* Lets line and timer follow the registers. After each change. */
static void settle(struct vdev *self, uint64_t now)
{
	drive(self);
	arm(self, now);
}

/* ---- reads -------------------------------------------------------------- */

/* Reading is what takes the flags away. [MC146818A, "Register C"] */
static uint8_t read_c(struct mc146818 *m)
{
	uint8_t flags = m->byte[MC146818_C];

	if (mc146818_pending(m) != 0)
		flags |= C_INTERRUPT;
	m->byte[MC146818_C] = 0;
	return flags;
}

static uint8_t read_byte(struct mc146818 *m, uint64_t now)
{
	uint8_t byte = m->byte[m->index];

	switch (m->index) {
	case MC146818_A:
		return byte | (mc146818_is_updating(m, now) ? A_UPDATING : 0);
	case MC146818_C:
		return read_c(m);
	case MC146818_D:
		return D_VALID;
	}
	return byte;
}

/* ---- writes ------------------------------------------------------------- */

/* The first update comes half a second after the divider is let go. Linux
 * sets the clock so, by half a second early. [MC146818A, "Register A"] */
static void write_a(struct mc146818 *m, uint8_t value, uint64_t now)
{
	uint8_t before = m->byte[MC146818_A];

	m->byte[MC146818_A] = value & (A_UPDATING - 1);
	if ((before & A_HELD) == A_HELD && (value & A_HELD) != A_HELD)
		mc146818_divider_start(m, now, MC146818_SECOND_NS / 2);
	else
		mc146818_rate_start(m, now);
}

/* SET disables the update-ended interrupt. [MC146818A, "Register B"] */
static void write_b(struct mc146818 *m, uint8_t value)
{
	if ((value & B_SET) != 0)
		value &= (uint8_t)~UPDATE_ENDED;
	m->byte[MC146818_B] = value;
}

static void write_byte(struct mc146818 *m, uint8_t value, uint64_t now)
{
	switch (m->index) {
	case MC146818_A:
		write_a(m, value, now);
		break;
	case MC146818_B:
		write_b(m, value);
		break;
	case MC146818_C:
	case MC146818_D:
		break; /* read-only: the chip takes the write for nothing */
	default:
		m->byte[m->index] = value;
	}
}

/* ---- access ------------------------------------------------------------- */

static enum vdev_verdict access_index(struct mc146818 *m, struct vdev_access *a)
{
	if (a->is_write)
		m->index = a->value & INDEX_MASK;
	else
		a->value = 0xff; /* a PC's latch can't be read back */
	return VDEV_DONE;
}

static enum vdev_verdict access_data(struct vdev *self, struct vdev_access *a)
{
	struct mc146818 *m = mc146818_of(self);
	uint64_t now = self->host->now(self);

	mc146818_advance(m, now);
	if (a->is_write)
		write_byte(m, (uint8_t)a->value, now);
	else
		a->value = read_byte(m, now);
	settle(self, now);
	return VDEV_DONE;
}

static enum vdev_verdict mc146818_access(struct vdev *self,
					 struct vdev_access *a)
{
	switch (a->reg) {
	case MC146818_INDEX:
		return access_index(mc146818_of(self), a);
	case MC146818_DATA:
		return access_data(self, a);
	}
	return VDEV_BROKEN;
}

/* ---- life --------------------------------------------------------------- */

/*
 * A timer may fire early by the grain of its clock: what is due is what the
 * divider says, and where nothing is, the timer is armed again.
 */
static enum vdev_verdict mc146818_event(struct vdev *self,
					const struct vdev_event *event)
{
	struct mc146818 *m = mc146818_of(self);
	uint64_t now = self->host->now(self);

	if (event->kind != VDEV_EVENT_TIMER)
		return VDEV_DONE;

	m->due_ns = MC146818_NEVER;
	mc146818_advance(m, now);
	settle(self, now);
	return VDEV_DONE;
}

/* Here and not at the start: libc reads the zone's file, and no file can be
 * opened behind the seal. */
static int find_zone(struct vdev *self)
{
	time_t now = (time_t)(self->host->wall_clock(self) / MC146818_SECOND_NS);
	struct tm local;

	tzset();
	if (localtime_r(&now, &local) == NULL) {
		self->host->fail(self, "the host's local time can't be had");
		return -1;
	}
	mc146818_of(self)->zone_s = local.tm_gmtoff;
	return 0;
}

/* As a PC's firmware leaves it: 32768 Hz, rate 1024 Hz, BCD, 24 hours. */
static int mc146818_init(struct vdev *self)
{
	const struct mc146818_options *options = self->options;
	struct mc146818 *m = mc146818_of(self);

	m->byte[MC146818_A] = 0x26;
	m->byte[MC146818_B] = B_24_HOURS;
	m->due_ns = MC146818_NEVER;
	return options->base == MC146818_LOCAL ? find_zone(self) : 0;
}

/* The chip's update is the host's new second, so that a guest that waits for
 * one is as exact as its host. */
static void mc146818_start(struct vdev *self)
{
	struct mc146818 *m = mc146818_of(self);
	uint64_t wall = self->host->wall_clock(self);
	int64_t seconds = (int64_t)(wall / MC146818_SECOND_NS) + m->zone_s;

	mc146818_set(m, seconds > 0 ? (uint64_t)seconds : 0);
	mc146818_divider_start(m, self->host->now(self),
			       wall % MC146818_SECOND_NS);
}

/* The battery keeps the time and the bytes. [MC146818A, "RESET"] */
static void mc146818_reset(struct vdev *self)
{
	struct mc146818 *m = mc146818_of(self);
	uint64_t now = self->host->now(self);

	mc146818_advance(m, now);
	m->byte[MC146818_B] &= (uint8_t)~(INTERRUPTS | B_SQUARE_WAVE);
	m->byte[MC146818_C] = 0;
	m->index = 0;
	settle(self, now);
}

const struct vdev_ops mc146818_ops = {
	.size = sizeof(struct vdev_ops),
	.init = mc146818_init,
	.start = mc146818_start,
	.access = mc146818_access,
	.event = mc146818_event,
	.reset = mc146818_reset,
};
