/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Declarations: windows and their registers. Must never compute a place that
 * wraps: all sums are 64 bits wide, of numbers of 32.
 */
#include <string.h>

#include "tables.h"

enum { WINDOW_MAX = 65536 };

static void check_numbers(struct job *job, const struct vdev_reg *r)
{
	bool block = r->kind == VDEV_REG_BLOCK;

	if (r->kind > VDEV_REG_BLOCK)
		job_fail(job, "register %s is of no known kind", r->name);
	if (r->size != 1 && r->size != 2 && r->size != 4 && r->size != 8)
		job_fail(job, "register %s has a size of %u bytes", r->name,
			 r->size);
	if (r->widths == 0 || r->widths > 0xf ||
	    (!block && r->widths >= 2 * r->size))
		job_fail(job, "register %s has widths 0x%x for %u bytes",
			 r->name, r->widths, r->size);
	if (r->direction == 0 || (r->direction & ~VDEV_RW) != 0)
		job_fail(job, "register %s has no direction", r->name);
	if (r->count == 0 || (r->count > 1 && r->step < r->size) ||
	    (block && (r->size != 1 || r->step != 1)))
		job_fail(job, "register %s has count %u, step %u, size %u",
			 r->name, r->count, r->step, r->size);
	if ((r->flags & ~VDEV_READ_ACTS) != 0 || r->reserved != 0)
		job_fail(job, "register %s has flags that are not known",
			 r->name);
}

static void check_stored(struct job *job, const struct vdev_reg *r)
{
	uint64_t all = UINT64_MAX >> (64 - 8 * r->size);

	if (r->kind == VDEV_REG_STORED &&
	    ((r->reset & ~all) != 0 || (r->writable & ~all) != 0))
		job_fail(job, "register %s keeps bits beyond its %u bytes",
			 r->name, r->size);
	if (r->kind != VDEV_REG_STORED && (r->reset != 0 || r->writable != 0))
		job_fail(job, "register %s is not stored, so the host knows no "
			      "reset value and no writable bits of it", r->name);
	if (r->kind == VDEV_REG_STORED && (r->flags & VDEV_READ_ACTS) != 0)
		job_fail(job, "register %s is stored, so reading it can't act",
			 r->name);
}

/* Behind `*end`, and inside of the window. */
static void check_place(struct job *job, const struct vdev_window *w,
			const struct vdev_reg *r, uint64_t *end)
{
	uint64_t last = r->offset + (uint64_t)(r->count - 1) * r->step + r->size;

	if (r->offset < *end)
		job_fail(job, "register %s at 0x%x is not behind the one before "
			      "it, which ends at 0x%llx", r->name, r->offset,
			 (unsigned long long)*end);
	if (last > w->size)
		job_fail(job, "register %s ends at 0x%llx, window %s at 0x%x",
			 r->name, (unsigned long long)last, w->name, w->size);
	*end = last;
}

static void check_regs(struct job *job, const struct vdev_window *w)
{
	uint64_t end = 0;

	table_check(job, &w->regs, VDEV_REGS_MAX, sizeof(struct vdev_reg),
		    "registers");
	for (uint32_t i = 0; i < w->regs.count; i++) {
		const struct vdev_reg *r = reg_at(w, i);

		job_doing(job, "window %s, register row %u", w->name, i);
		if (r->name == NULL || r->name[0] == '\0' ||
		    strnlen(r->name, TABLE_NAME_MAX) == TABLE_NAME_MAX)
			job_fail(job, "register row %u has no name", i);
		if (!table_is_doc(r->doc))
			job_fail(job, "register %s has no doc that ends with a "
				      "full stop", r->name);
		check_numbers(job, r);
		check_stored(job, r);
		check_place(job, w, r, &end);
	}
}

void check_windows(struct job *job)
{
	const struct vdev_plugin *p = job->plugin;
	const uint32_t spaces = VDEV_SPACE_IO | VDEV_SPACE_MMIO;

	table_check(job, &p->windows, VDEV_WINDOWS_MAX,
		    sizeof(struct vdev_window), "windows");
	for (uint32_t i = 0; i < p->windows.count; i++) {
		const struct vdev_window *w = window_at(p, i);

		job_doing(job, "window row %u", i);
		if (!table_is_name(w->name) || !table_is_doc(w->doc))
			job_fail(job, "window row %u has no name, or no doc "
				      "that ends with a full stop", i);
		if (w->size == 0 || w->size > WINDOW_MAX)
			job_fail(job, "window %s has 0x%x bytes; 1 to 0x%x",
				 w->name, w->size, WINDOW_MAX);
		if (w->spaces == 0 || (w->spaces & ~spaces) != 0)
			job_fail(job, "window %s has no known space", w->name);
		for (uint32_t k = 0; k < i; k++)
			if (strcmp(window_at(p, k)->name, w->name) == 0)
				job_fail(job, "window %s is there twice",
					 w->name);
		check_regs(job, w);
	}
}
