/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regs: the registers of one window, as a table that is checked before the
 * vdev hears of an access.
 *
 * One load finds the register of an offset. Values of STORED registers live
 * here. Callers hold the instance's lock.
 */
#ifndef QVM_BUS_REGS_H
#define QVM_BUS_REGS_H

#include <qvm/vdev.h>
#include <stdbool.h>
#include <stdint.h>

#include "conf/util/arena.h"

/* One byte of a window: which register lies there. */
struct regs_byte {
	uint16_t reg;   /* row + 1; 0: none */
	uint16_t index; /* which of the row's `count` */
	uint8_t byte;   /* which byte of the register */
};

struct regs {
	const struct vdev_window *window;
	const struct regs_byte *at; /* window->size of them */
	uint64_t *value;            /* STORED values, one per row and index */
	const uint32_t *first;      /* row -> its first entry in `value` */
};

/* Builds the tables from a window that plugin_check has passed. */
void regs_init(struct regs *r, const struct vdev_window *window,
	       struct arena *arena);

/* STORED registers to their reset values. */
void regs_reset(struct regs *r);

/*
 * The register of an access, or NULL if the table does not allow it. Fills in
 * reg, index and byte; offset, width and direction are the caller's.
 */
const struct vdev_reg *regs_find(const struct regs *r, uint32_t offset,
				 struct vdev_access *a);

/* Answers an access to a STORED register. */
void regs_stored(struct regs *r, const struct vdev_reg *reg,
		 struct vdev_access *a);

#endif
