/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a guest's access becomes: the tables' answer, a stored value, or a call.
 * Must never let an access through that the tables do not name. Written from
 * vdev.h alone, and for clearness, not for speed: so that it is a second
 * reading of the contract beside the real host's.
 */
#include <stdlib.h>

#include "kit.h"

static const struct vdev_window *window_of(const struct vdev_test *t,
					   uint32_t window)
{
	if (window >= t->plugin->windows.count)
		kit_misuse("access: the vdev has no such window");
	return kit_row(&t->plugin->windows, window);
}

/* Which of the row's registers holds `offset`, and which byte of it. */
static bool holds(const struct vdev_reg *r, uint32_t offset,
		  struct vdev_access *a)
{
	uint32_t from = offset - r->offset;

	if (offset < r->offset)
		return false;
	a->index = r->count == 1 ? 0 : from / r->step;
	from -= r->count == 1 ? 0 : a->index * r->step;
	a->byte = (uint8_t)from;
	return a->index < r->count && from < r->size;
}

/* In a block an access may run on into the bytes behind its first. */
static bool fits(const struct vdev_reg *r, const struct vdev_access *a)
{
	if (r->kind == VDEV_REG_BLOCK)
		return a->width <= r->count - a->index;
	return a->byte + a->width <= r->size;
}

static bool allows(const struct vdev_reg *r, const struct vdev_access *a)
{
	unsigned direction = a->is_write ? VDEV_WO : VDEV_RO;

	/* A width in bytes is its own bit in a set of widths. */
	return (r->widths & a->width) != 0 && (r->direction & direction) != 0;
}

static const struct vdev_reg *find(const struct vdev_window *w, uint32_t offset,
				   struct vdev_access *a)
{
	for (uint32_t i = 0; i < w->regs.count; i++) {
		const struct vdev_reg *r = kit_row(&w->regs, i);

		if (holds(r, offset, a)) {
			a->reg = (uint16_t)i;
			return allows(r, a) && fits(r, a) ? r : NULL;
		}
	}
	return NULL;
}

const struct vdev_reg *vdev_test_find(const struct vdev_test *t,
				      uint32_t window, uint32_t offset,
				      uint32_t width, bool is_write)
{
	struct vdev_access a = { .width = (uint8_t)width,
				 .is_write = is_write };

	return find(window_of(t, window), offset, &a);
}

/* ---- values that the host keeps ------------------------------------------- */

/* Where the values of row `row` begin among the window's. */
static size_t first_value(const struct vdev_window *w, uint32_t row)
{
	size_t first = 0;

	for (uint32_t i = 0; i < row; i++)
		first += ((const struct vdev_reg *)kit_row(&w->regs, i))->count;
	return first;
}

void kit_stored_reset(struct vdev_test *t)
{
	for (uint32_t n = 0; n < t->plugin->windows.count; n++) {
		const struct vdev_window *w = window_of(t, n);
		uint64_t *value = t->stored[n];

		for (uint32_t i = 0; i < w->regs.count; i++) {
			const struct vdev_reg *r = kit_row(&w->regs, i);

			for (uint32_t k = 0; k < r->count; k++)
				*value++ = r->reset;
		}
	}
}

void kit_stored_init(struct vdev_test *t)
{
	for (uint32_t n = 0; n < t->plugin->windows.count; n++) {
		const struct vdev_window *w = window_of(t, n);

		t->stored[n] = calloc(first_value(w, w->regs.count) + 1,
				      sizeof(uint64_t));
		if (t->stored[n] == NULL)
			kit_misuse("no memory is left");
	}
	kit_stored_reset(t);
}

void kit_stored_fini(struct vdev_test *t)
{
	for (uint32_t n = 0; n < VDEV_WINDOWS_MAX; n++)
		free(t->stored[n]);
}

static uint64_t mask_of(unsigned bytes)
{
	return UINT64_MAX >> (64 - 8 * bytes);
}

static void touch_stored(uint64_t *value, const struct vdev_reg *r,
			 struct vdev_access *a)
{
	unsigned shift = a->byte * 8u;
	uint64_t may = mask_of(a->width) << shift & r->writable;

	if (a->is_write)
		*value = (*value & ~may) | (a->value << shift & may);
	else
		a->value = *value >> shift;
}

/* ---- an access ------------------------------------------------------------ */

static enum vdev_verdict call(struct vdev_test *t, struct vdev_access *a)
{
	enum vdev_verdict v;

	kit_enter(t, "access");
	v = t->plugin->ops->access(&t->vdev, a);
	kit_leave(t);
	return kit_verdict(t, "access", v);
}

static enum vdev_verdict touch(struct vdev_test *t, uint32_t offset,
			       struct vdev_access *a)
{
	const struct vdev_window *w = window_of(t, a->window);
	const struct vdev_reg *r;

	if (t->phase != KIT_RUNNING)
		kit_misuse("access: the instance does not run");
	if (a->width != 1 && a->width != 2 && a->width != 4 && a->width != 8)
		kit_misuse("access: no width of 1, 2, 4 or 8 bytes");
	if (offset >= w->size || a->width > w->size - offset)
		return VDEV_REFUSED;
	r = find(w, offset, a);
	if (r == NULL)
		return VDEV_REFUSED;
	if (r->kind != VDEV_REG_STORED)
		return call(t, a);
	touch_stored(&t->stored[a->window][first_value(w, a->reg) + a->index],
		     r, a);
	return VDEV_DONE;
}

enum vdev_verdict vdev_test_read(struct vdev_test *t, uint32_t window,
				 uint32_t offset, uint32_t width,
				 uint64_t *value)
{
	struct vdev_access a = { .size = sizeof(a),
				 .window = (uint16_t)window,
				 .width = (uint8_t)width,
				 .vcpu = t->vcpu };
	enum vdev_verdict v = touch(t, offset, &a);

	if (v == VDEV_DONE)
		*value = a.value & mask_of(width);
	return v;
}

enum vdev_verdict vdev_test_write(struct vdev_test *t, uint32_t window,
				  uint32_t offset, uint32_t width,
				  uint64_t value)
{
	struct vdev_access a = { .size = sizeof(a),
				 .window = (uint16_t)window,
				 .width = (uint8_t)width,
				 .is_write = true,
				 .vcpu = t->vcpu };

	if (width >= 1 && width <= 8)
		a.value = value & mask_of(width);
	return touch(t, offset, &a);
}

void vdev_test_vcpu(struct vdev_test *t, uint32_t vcpu)
{
	t->vcpu = vcpu;
}
