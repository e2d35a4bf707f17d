/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be seen of an instance in passing. Must never read a register that
 * acts when it is read.
 */
#include <stdio.h>
#include <string.h>

#include "drive.h"

/* The widest access that the register allows. */
static uint32_t widest(const struct vdev_reg *r)
{
	for (uint32_t width = 8; width > 1; width /= 2)
		if ((r->widths & width) != 0)
			return width;
	return 1;
}

static void take_value(struct view *v, struct job *job, struct vdev_test *t,
		       uint32_t window, const struct vdev_reg *r, uint32_t offset)
{
	struct view_value *value;

	if (v->n == VIEW_VALUES)
		return;
	value = &v->value[v->n++];
	value->window = window;
	value->offset = offset;
	value->name = r->name;
	job_doing(job, "read %u bytes of %s+0x%x, only to look", widest(r),
		  window_at(job->plugin, window)->name, offset);
	value->verdict = vdev_test_read(t, window, offset, widest(r),
					&value->value);
}

static void take_reg(struct view *v, struct job *job, struct vdev_test *t,
		     uint32_t window, const struct vdev_reg *r)
{
	uint32_t step = r->kind == VDEV_REG_BLOCK ? widest(r) : 1;

	if ((r->direction & VDEV_RO) == 0 || (r->flags & VDEV_READ_ACTS) != 0)
		return;
	for (uint32_t i = 0; i + step <= r->count; i += step)
		for (uint32_t byte = 0; byte < r->size; byte += widest(r))
			take_value(v, job, t, window, r,
				   r->offset + i * r->step + byte);
}

void view_take(struct view *v, struct job *job, struct vdev_test *t)
{
	const struct vdev_plugin *p = job->plugin;

	memset(v, 0, sizeof(*v));
	for (uint32_t n = 0; n < p->windows.count; n++)
		for (uint32_t i = 0; i < window_at(p, n)->regs.count; i++)
			take_reg(v, job, t, n, reg_at(window_at(p, n), i));
	for (uint32_t i = 0; i < p->irqs.count; i++)
		v->level[i] = vdev_test_irq(t, i);
	for (uint32_t i = 0; i < p->timers.count; i++)
		v->armed[i] = vdev_test_timer(t, i) != UINT64_MAX;
	job_look(job, t);
}

static bool same_value(const struct view_value *a, const struct view_value *b)
{
	return a->verdict == b->verdict && a->value == b->value;
}

static const char *verdict_name(enum vdev_verdict v)
{
	return v == VDEV_DONE ? "" : " (refused)";
}

static bool same_values(const struct view *is, const struct view *want,
			const struct vdev_plugin *p, char *text)
{
	for (uint32_t i = 0; i < is->n; i++) {
		const struct view_value *a = &is->value[i], *b = &want->value[i];

		if (same_value(a, b))
			continue;
		snprintf(text, SAY_MAX, "%s (%s+0x%x) is 0x%llx%s, not 0x%llx%s",
			 a->name, window_at(p, a->window)->name, a->offset,
			 (unsigned long long)a->value, verdict_name(a->verdict),
			 (unsigned long long)b->value, verdict_name(b->verdict));
		return false;
	}
	return true;
}

bool view_same(const struct view *is, const struct view *want,
	       const struct vdev_plugin *p, char *text)
{
	if (!same_values(is, want, p, text))
		return false;
	for (uint32_t i = 0; i < p->irqs.count; i++)
		if (is->level[i] != want->level[i]) {
			snprintf(text, SAY_MAX, "interrupt row %u is %s", i,
				 is->level[i] ? "up" : "down");
			return false;
		}
	for (uint32_t i = 0; i < p->timers.count; i++)
		if (is->armed[i] != want->armed[i]) {
			snprintf(text, SAY_MAX, "timer row %u is %s", i,
				 is->armed[i] ? "armed" : "stopped");
			return false;
		}
	return true;
}
