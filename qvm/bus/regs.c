/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Register tables at run time. Must never let an access through that the
 * table does not name.
 */
#include "qvm/bus/regs.h"

#include "qvm/plug/rows.h"

static void map_reg(struct regs_byte *at, const struct vdev_reg *reg,
		    uint32_t row)
{
	for (uint32_t i = 0; i < reg->count; i++)
		for (uint8_t byte = 0; byte < reg->size; byte++)
			at[reg->offset + i * reg->step + byte] =
				(struct regs_byte){ .reg = (uint16_t)(row + 1),
						    .index = (uint16_t)i,
						    .byte = byte };
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

static bool direction_allowed(const struct vdev_reg *reg,
			      const struct vdev_access *a)
{
	return (reg->direction & (a->is_write ? VDEV_WO : VDEV_RO)) != 0;
}

/* Anywhere in the block, as long as it ends there too. */
static bool find_in_block(const struct vdev_reg *reg, uint32_t offset,
			  struct vdev_access *a)
{
	a->index = offset - reg->offset;
	return (reg->widths & a->width) != 0 && direction_allowed(reg, a) &&
	       a->width <= reg->count - a->index;
}

const struct vdev_reg *regs_find(const struct regs *r, uint32_t offset,
				 struct vdev_access *a)
{
	const struct regs_byte *at = &r->at[offset];
	const struct vdev_reg *reg;

	if (at->reg == 0)
		return NULL;
	reg = row_reg(r->window, at->reg - 1u);
	a->reg = (uint16_t)(at->reg - 1u);
	if (reg->kind == VDEV_REG_BLOCK)
		return find_in_block(reg, offset, a) ? reg : NULL;
	/* widths is a set of powers of two, with VDEV_W8 for one byte. */
	if ((reg->widths & a->width) == 0 || at->byte + a->width > reg->size ||
	    !direction_allowed(reg, a))
		return NULL;
	a->index = at->index;
	a->byte = at->byte;
	return reg;
}

_Static_assert(VDEV_W8 == 1 && VDEV_W16 == 2 && VDEV_W32 == 4 && VDEV_W64 == 8,
	       "a width in bytes is its own bit in a set of widths");

static uint64_t width_mask(uint8_t width)
{
	return width == 8 ? UINT64_MAX : (UINT64_C(1) << width * 8) - 1;
}

void regs_stored(struct regs *r, const struct vdev_reg *reg,
		 struct vdev_access *a)
{
	uint64_t *value = &r->value[r->first[a->reg] + a->index];
	unsigned shift = a->byte * 8u;
	uint64_t mask = width_mask(a->width) << shift & reg->writable;

	if (a->is_write)
		*value = (*value & ~mask) | (a->value << shift & mask);
	else
		a->value = *value >> shift & width_mask(a->width);
}
