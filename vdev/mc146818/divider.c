/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The divider chain: 32768 Hz divided down to the periodic rate and to the
 * second, counted from the guest's life. Nothing runs here: how often it has
 * been is computed when somebody looks, and must never be taken from how often
 * a timer fired.
 */
#include "mc146818.h"

enum {
	CRYSTAL_HZ = 32768,
	WARNING_NS = 244141, /* 8 periods of the crystal */
};

static bool is_held(const struct mc146818 *m)
{
	return (m->byte[MC146818_A] & A_HELD) == A_HELD;
}

/* Where the divider is: nanoseconds, an update at each full second. */
static uint64_t position(const struct mc146818 *m, uint64_t now)
{
	return now + m->phase_ns;
}

/* Split at the second, so that neither product overflows. */
static uint64_t ticks_at(uint64_t ns)
{
	return ns / MC146818_SECOND_NS * CRYSTAL_HZ +
	       ns % MC146818_SECOND_NS * CRYSTAL_HZ / MC146818_SECOND_NS;
}

/* The first nanosecond at which ticks_at() is `ticks`. */
static uint64_t ns_of(uint64_t ticks)
{
	uint64_t rest = ticks % CRYSTAL_HZ * MC146818_SECOND_NS;

	return ticks / CRYSTAL_HZ * MC146818_SECOND_NS +
	       (rest + CRYSTAL_HZ - 1) / CRYSTAL_HZ;
}

/* ---- the periodic rate [MC146818A, table 5] ----------------------------- */

static uint8_t rate(const struct mc146818 *m)
{
	return m->byte[MC146818_A] & A_RATE;
}

/* Ticks in a period, as a power of two. The two lowest settings have no tap
 * of their own with this crystal. */
static unsigned period_shift(const struct mc146818 *m)
{
	return rate(m) <= 2 ? rate(m) + 6u : rate(m) - 1u;
}

static uint64_t edges_at(const struct mc146818 *m, uint64_t ns)
{
	return ticks_at(ns) >> period_shift(m);
}

static uint64_t next_edge(const struct mc146818 *m, uint64_t ns)
{
	return ns_of((edges_at(m, ns) + 1) << period_shift(m));
}

void mc146818_rate_start(struct mc146818 *m, uint64_t now)
{
	m->edge = edges_at(m, position(m, now));
}

/* ---- what is due -------------------------------------------------------- */

void mc146818_divider_start(struct mc146818 *m, uint64_t now,
			    uint64_t position_ns)
{
	m->phase_ns = (position_ns + MC146818_SECOND_NS -
		       now % MC146818_SECOND_NS) % MC146818_SECOND_NS;
	m->second = position(m, now) / MC146818_SECOND_NS;
	mc146818_rate_start(m, now);
}

/* SET lets the divider run on, but its updates are not made. */
static void make_updates(struct mc146818 *m, uint64_t second)
{
	uint64_t updates = second - m->second;

	m->second = second;
	if (updates == 0 || (m->byte[MC146818_B] & B_SET) != 0)
		return;

	m->byte[MC146818_C] |= UPDATE_ENDED;
	if (mc146818_until_alarm(m) <= updates)
		m->byte[MC146818_C] |= ALARM;
	mc146818_add(m, updates);
}

static void count_edges(struct mc146818 *m, uint64_t edge)
{
	if (edge != m->edge && rate(m) != 0)
		m->byte[MC146818_C] |= PERIODIC;
	m->edge = edge;
}

/* A divider that is held makes nothing due; where it starts anew, it counts
 * from there. */
void mc146818_advance(struct mc146818 *m, uint64_t now)
{
	uint64_t ns = position(m, now);

	if (is_held(m))
		return;
	make_updates(m, ns / MC146818_SECOND_NS);
	count_edges(m, edges_at(m, ns));
}

bool mc146818_is_updating(const struct mc146818 *m, uint64_t now)
{
	uint64_t ns = position(m, now) % MC146818_SECOND_NS;

	return !is_held(m) && (m->byte[MC146818_B] & B_SET) == 0 &&
	       ns >= MC146818_SECOND_NS - WARNING_NS;
}

/* ---- what will be due --------------------------------------------------- */

static uint64_t next_of_clock(const struct mc146818 *m, uint64_t ns)
{
	uint64_t update = (ns / MC146818_SECOND_NS + 1) * MC146818_SECOND_NS;
	uint64_t wait;

	if ((m->byte[MC146818_B] & B_SET) != 0)
		return MC146818_NEVER;
	if ((m->byte[MC146818_B] & UPDATE_ENDED) != 0)
		return update;
	if ((m->byte[MC146818_B] & ALARM) == 0)
		return MC146818_NEVER;

	wait = mc146818_until_alarm(m);
	return wait == MC146818_NEVER ?
		       MC146818_NEVER :
		       update + (wait - 1) * MC146818_SECOND_NS;
}

static uint64_t next_of_rate(const struct mc146818 *m, uint64_t ns)
{
	bool is_enabled = (m->byte[MC146818_B] & PERIODIC) != 0;

	return is_enabled && rate(m) != 0 ? next_edge(m, ns) : MC146818_NEVER;
}

uint64_t mc146818_next_interrupt(const struct mc146818 *m, uint64_t now)
{
	uint64_t clock = next_of_clock(m, position(m, now));
	uint64_t periodic = next_of_rate(m, position(m, now));
	uint64_t next = clock < periodic ? clock : periodic;

	return next == MC146818_NEVER || is_held(m) ? MC146818_NEVER :
						      next - m->phase_ns;
}
