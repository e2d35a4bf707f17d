/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows: row `i` of a vdev's tables. A row may be longer than ours (a newer
 * vdev): the stride is the vdev's. The caller has checked `i` and the table.
 */
#ifndef QVM_PLUG_ROWS_H
#define QVM_PLUG_ROWS_H

#include <qvm/vdev.h>

static inline const void *row_at(const struct vdev_table *t, uint32_t i)
{
	return (const char *)t->rows + (size_t)i * t->stride;
}

static inline const struct vdev_option *row_option(const struct vdev_plugin *p,
						   uint32_t i)
{
	return row_at(&p->options, i);
}

static inline const struct vdev_window *row_window(const struct vdev_plugin *p,
						   uint32_t i)
{
	return row_at(&p->windows, i);
}

static inline const struct vdev_reg *row_reg(const struct vdev_window *w,
					     uint32_t i)
{
	return row_at(&w->regs, i);
}

static inline const struct vdev_irq *row_irq(const struct vdev_plugin *p,
					     uint32_t i)
{
	return row_at(&p->irqs, i);
}

static inline const struct vdev_counter *
row_counter(const struct vdev_plugin *p, uint32_t i)
{
	return row_at(&p->counters, i);
}

static inline const struct vdev_timer *row_timer(const struct vdev_plugin *p,
						 uint32_t i)
{
	return row_at(&p->timers, i);
}

#endif
