/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regs: the registers of one window, as a table that is checked before the
 * vdev hears of an access.
 *
 * One load tells what may be done at an offset. Values of STORED registers live
 * here. Callers hold the instance's lock.
 */
#ifndef QVM_BUS_REGS_H
#define QVM_BUS_REGS_H

#include <qvm/vdev.h>
#include <stdbool.h>
#include <stdint.h>

#include "conf/util/arena.h"

/* What may be done at one offset of a window, worked out beforehand. */
struct regs_byte {
	uint16_t reg;      /* row */
	uint16_t index;    /* which of the row's `count` */
	uint8_t byte;      /* which byte of the register */
	uint8_t widths[2]; /* VDEV_W* that may begin here: [0] reads, [1] writes */
	uint8_t kind;      /* enum vdev_reg_kind */
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

enum regs_answer {
	REGS_REFUSED, /* the table does not allow it */
	REGS_CALLED,  /* the vdev answers */
	REGS_STORED,  /* regs_stored answers */
};

/*
 * Who answers an access at `offset`, which lies in the window. Fills in reg,
 * index and byte; width and direction are the caller's.
 */
static inline enum regs_answer regs_find(const struct regs *r, uint32_t offset,
					 struct vdev_access *a)
{
	const struct regs_byte *at = &r->at[offset];

	/* A width in bytes is its own bit in a set of widths; but KVM cuts an
	 * access at the end of a page, and then it has any width. */
	if ((a->width & (a->width - 1)) != 0 ||
	    (at->widths[a->is_write] & a->width) == 0)
		return REGS_REFUSED;
	a->reg = at->reg;
	a->index = at->index;
	a->byte = at->byte;
	return at->kind == VDEV_REG_STORED ? REGS_STORED : REGS_CALLED;
}

/* Answers an access to a STORED register that regs_find has found. */
void regs_stored(struct regs *r, struct vdev_access *a);

#endif
