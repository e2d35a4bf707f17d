/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wdt-ib700: the inside of the watchdog, shared by its files and by its test.
 *
 *   off -> running, fed again and again -> off, or the end of the VM
 *
 * The board's data sheet says little; what a write means is what Linux's
 * driver ib700wdt expects of it. Must never end a VM that fed it in time, and
 * must never miss one that did not, however late or early its timer fires.
 *
 * Every function needs the instance's lock, which the host holds around each
 * call into a vdev.
 */
#ifndef QVM_VDEV_WDT_IB700_H
#define QVM_VDEV_WDT_IB700_H

#include <stdbool.h>
#include <stdint.h>

#include "qvm/vdev.h"

/* Rows of the register table. */
enum wdt_ib700_reg {
	WDT_IB700_STOP,  /* offset 0 */
	WDT_IB700_START, /* offset 2 */
	WDT_IB700_REGS,
};

enum {
	START_MASK = 0x0f,  /* of what is written to START */
	START_LONGEST = 30, /* seconds that 0 means; each step is 2 less */
};

#define WDT_IB700_SECOND_NS UINT64_C(1000000000)

/* Rows of the counter table. */
enum wdt_ib700_counter {
	WDT_IB700_FEEDS,
	WDT_IB700_COUNTERS,
};

struct wdt_ib700_options {
	uint64_t boot_ns; /* 0: off until the guest starts it */
};

struct wdt_ib700 {
	bool is_running;
	uint64_t deadline_ns; /* of host->now; matters while running */
};

static inline struct wdt_ib700 *wdt_ib700_of(struct vdev *self)
{
	return (struct wdt_ib700 *)self->state;
}

/* ---- wdt-ib700.c -------------------------------------------------------- */

extern const struct vdev_ops wdt_ib700_ops;

#endif
