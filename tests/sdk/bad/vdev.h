/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small vdev that is good, of parts that each can be replaced by a macro: the
 * bad ones are this one but for a part. Must itself pass every check, or the
 * others would fail for another reason than their own.
 */
#ifndef QVM_TESTS_SDK_BAD_VDEV_H
#define QVM_TESTS_SDK_BAD_VDEV_H

#include <qvm/vdev.h>
#include <string.h>

enum { REG_VALUE, REG_STATUS, REG_ACT, REG_KEEP };

struct options {
	uint64_t number, other;
	uint32_t input;
};

struct state {
	uint32_t value, status;
	uint8_t byte[16];
};

static int good_init(struct vdev *self)
{
	(void)self;
	return 0;
}

static enum vdev_verdict good_access(struct vdev *self, struct vdev_access *a)
{
	struct state *s = self->state;

	if (a->reg == REG_VALUE && a->is_write)
		s->value = (uint32_t)a->value;
	else if (a->reg == REG_VALUE)
		a->value = s->value;
	else if (a->reg == REG_STATUS)
		a->value = s->status;
	else if (a->value % 2 == 0)
		self->host->irq_set(self, 0, (a->value & 2) != 0);
	else
		self->host->timer_arm(self, 0, 1000000, 0);
	return VDEV_DONE;
}

static enum vdev_verdict good_event(struct vdev *self, const struct vdev_event *e)
{
	struct state *s = self->state;

	if (e->kind == VDEV_EVENT_TIMER) {
		s->status = 1;
		self->host->count(self, 0, 1);
	}
	return VDEV_DONE;
}

static void good_reset(struct vdev *self)
{
	memset(self->state, 0, sizeof(struct state));
	self->host->irq_set(self, 0, false);
	self->host->timer_stop(self, 0);
}

static void good_fini(struct vdev *self)
{
	(void)self;
}

#endif
