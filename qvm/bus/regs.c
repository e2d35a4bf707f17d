/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Register tables at run time. Must never let an access through that the
 * table does not name.
 */
#include "qvm/bus/regs.h"

#include "qvm/plug/rows.h"

_Static_assert(VDEV_W8 == 1 && VDEV_W16 == 2 && VDEV_W32 == 4 && VDEV_W64 == 8,
	       "a width in bytes is its own bit in a set of widths");

/* The widths of `set` that fit into `room` bytes. */
static uint8_t widths_within(uint8_t set, uint32_t room)
{
	uint8_t fit = 0;

	for (uint8_t width = VDEV_W8; width <= VDEV_W64; width *= 2)
		if ((set & width) != 0 && width <= room)
			fit |= width;
	return fit;
}

static void map_byte(struct regs_byte *at, const struct vdev_reg *reg,
		     uint32_t row, uint32_t index, uint8_t byte, uint32_t room)
{
	uint8_t widths = widths_within(reg->widths, room);

	*at = (struct regs_byte){
		.reg = (uint16_t)row,
		.index = (uint16_t)index,
		.byte = byte,
		.widths = { (reg->direction & VDEV_RO) != 0 ? widths : 0,
			    (reg->direction & VDEV_WO) != 0 ? widths : 0 },
		.kind = reg->kind,
	};
}

/* An access stays inside its register, or inside its block. */
static void map_reg(struct regs_byte *at, const struct vdev_reg *reg,
		    uint32_t row)
{
	bool block = reg->kind == VDEV_REG_BLOCK;

	for (uint32_t i = 0; i < reg->count; i++)
		for (uint8_t byte = 0; byte < reg->size; byte++)
			map_byte(&at[reg->offset + i * reg->step + byte], reg,
				 row, i, byte,
				 block ? reg->count - i :
					 (uint32_t)reg->size - byte);
}

void regs_init(struct regs *r, const struct vdev_window *window,
	       struct arena *arena)
{
	uint32_t rows = window->regs.count, values = 0;
	struct regs_byte *at = arena_array(arena, window->size, sizeof(*at));
	uint32_t *first = arena_array(arena, rows, sizeof(*first));

	for (uint32_t i = 0; i < rows; i++) {
		map_reg(at, row_reg(window, i), i);
		first[i] = values;
		values += row_reg(window, i)->count;
	}
	*r = (struct regs){
		.window = window,
		.at = at,
		.first = first,
		.value = arena_array(arena, values, sizeof(*r->value)),
	};
	regs_reset(r);
}

void regs_reset(struct regs *r)
{
	for (uint32_t i = 0; i < r->window->regs.count; i++)
		for (uint32_t n = 0; n < row_reg(r->window, i)->count; n++)
			r->value[r->first[i] + n] = row_reg(r->window, i)->reset;
}

static uint64_t width_mask(uint8_t width)
{
	return width == 8 ? UINT64_MAX : (UINT64_C(1) << width * 8) - 1;
}

void regs_stored(struct regs *r, struct vdev_access *a)
{
	const struct vdev_reg *reg = row_reg(r->window, a->reg);
	uint64_t *value = &r->value[r->first[a->reg] + a->index];
	unsigned shift = a->byte * 8u;
	uint64_t mask = width_mask(a->width) << shift & reg->writable;

	if (a->is_write)
		*value = (*value & ~mask) | (a->value << shift & mask);
	else
		a->value = *value >> shift & width_mask(a->width);
}
