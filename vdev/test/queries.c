/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a test may ask of the fake host. Must never change anything.
 */
#include "kit.h"

bool vdev_test_irq(const struct vdev_test *t, uint32_t irq)
{
	if (irq >= t->plugin->irqs.count)
		kit_misuse("irq: the vdev has no such row");
	return t->irq[irq].level;
}

uint64_t vdev_test_rises(const struct vdev_test *t, uint32_t irq)
{
	if (irq >= t->plugin->irqs.count)
		kit_misuse("rises: the vdev has no such row");
	return t->irq[irq].rises;
}

uint64_t vdev_test_counter(const struct vdev_test *t, uint32_t counter)
{
	if (counter >= t->plugin->counters.count)
		kit_misuse("counter: the vdev has no such row");
	return t->counter[counter];
}

uint64_t vdev_test_logged(const struct vdev_test *t)
{
	return t->logged;
}

const char *vdev_test_log(const struct vdev_test *t)
{
	return t->log;
}

uint32_t vdev_test_end(const struct vdev_test *t)
{
	return t->end;
}

uint32_t vdev_test_end_status(const struct vdev_test *t)
{
	return t->end_status;
}

const char *vdev_test_end_why(const struct vdev_test *t)
{
	return t->end_why;
}

const char *vdev_test_fault(const struct vdev_test *t)
{
	return t->fault[0] != '\0' ? t->fault : NULL;
}

bool vdev_test_broken(const struct vdev_test *t)
{
	return t->broken;
}

uint64_t vdev_test_calls(const struct vdev_test *t)
{
	return t->calls;
}

uint64_t vdev_test_spent(const struct vdev_test *t)
{
	return t->spent_ns;
}

struct vdev *vdev_test_vdev(struct vdev_test *t)
{
	return &t->vdev;
}
