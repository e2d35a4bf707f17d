/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instances. Must never call into a vdev without the lock and the mark in the
 * block, nor hold the lock for more than one call.
 */
#include "qvm/plug/instance.h"

#include <errno.h>

#include "conf/util/claim.h"
#include "conf/util/log.h"
#include "qvm/vm/vm.h"
#include "qvm/plug/options.h"
#include "qvm/plug/rows.h"

void instance_enter(struct instance *i, uint32_t thread)
{
	pthread_mutex_lock(&i->lock);
	/* Relaxed: it is read after the process has died, or by a guard that
	 * looks again. */
	atomic_store_explicit(&i->vm->block->thread[thread].in_vdev,
			      i->row + 1, memory_order_relaxed);
}

void instance_leave(struct instance *i, uint32_t thread)
{
	atomic_store_explicit(&i->vm->block->thread[thread].in_vdev, 0,
			      memory_order_relaxed);
	pthread_mutex_unlock(&i->lock);
}

static enum bus_answer verdict(struct instance *i, enum vdev_verdict v)
{
	switch (v) {
	case VDEV_DONE:
		/* The vdev may have ended the VM: then the guest must not see
		 * the instruction behind this one. */
		return block_has_end(i->vm->block) ? BUS_ENDED : BUS_DONE;
	case VDEV_REFUSED:
		return BUS_REFUSED;
	case VDEV_BROKEN:
		break;
	}
	vm_end(i->vm, END_VDEV_BROKEN, "vdev %s can't go on",
		    i->vdev.name);
	return BUS_ENDED;
}

static enum bus_answer access_window(const struct bus_row *row,
				     struct bus_access *a)
{
	struct instance *i = row->owner;
	struct regs *regs = &i->regs[row->detail];
	struct vdev_access access = {
		.size = sizeof(access),
		.window = (uint16_t)row->detail,
		.width = a->width,
		.is_write = a->is_write,
		.vcpu = a->vcpu,
		.value = a->value,
	};
	const struct vdev_reg *reg =
		regs_find(regs, (uint32_t)(a->address - row->range.at),
			  &access);
	enum vdev_verdict v = VDEV_DONE;

	if (reg == NULL)
		return BUS_REFUSED;
	instance_enter(i, a->vcpu);
	if (reg->kind == VDEV_REG_STORED)
		regs_stored(regs, reg, &access);
	else
		v = i->plugin->ops->access(&i->vdev, &access);
	instance_leave(i, a->vcpu);
	a->value = access.value;
	return verdict(i, v);
}

static void build_tables(struct instance *i, struct arena *arena)
{
	const struct vdev_plugin *p = i->plugin;

	i->regs = arena_array(arena, p->windows.count, sizeof(*i->regs));
	for (uint32_t w = 0; w < p->windows.count; w++)
		regs_init(&i->regs[w], row_window(p, w), arena);
	i->irq = arena_array(arena, p->irqs.count, sizeof(*i->irq));
	for (uint32_t q = 0; q < p->irqs.count; q++) {
		i->irq[q].line = i->plan->irq[q].line;
		i->irq[q].connected = i->plan->irq[q].connected;
	}
	i->counter = arena_array(arena, p->counters.count, sizeof(*i->counter));
	i->timer = arena_array(arena, p->timers.count, sizeof(*i->timer));
}

static void init_lock(pthread_mutex_t *lock)
{
	pthread_mutexattr_t attr;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_INHERIT);
	pthread_mutex_init(lock, &attr); /* can't fail: nothing is allocated */
	pthread_mutexattr_destroy(&attr);
}

int instance_init(struct instance *i, struct vm *vm,
		  const struct plan_device *plan,
		  const struct vdev_plugin *plugin, uint32_t row)
{
	struct arena *arena = vm->plan->arena;
	int err;

	*i = (struct instance){ .vm = vm,
				.plan = plan,
				.plugin = plugin,
				.row = row,
				.log_tokens = INSTANCE_LOG_BURST };
	init_lock(&i->lock);
	i->vdev = (struct vdev){
		.size = sizeof(i->vdev),
		.host = &instance_host,
		.name = plan->conf->name,
		.state = arena_new(arena, plugin->state_size),
	};
	build_tables(i, arena);
	err = options_apply(i, arena);
	if (err != 0)
		return err;
	atomic_store(&i->phase, INSTANCE_INIT);
	instance_enter(i, vm_loop_thread(vm));
	err = plugin->ops->init(&i->vdev);
	instance_leave(i, vm_loop_thread(vm));
	i->ready = err == 0;
	atomic_store(&i->phase, INSTANCE_READY);
	return err == 0 ? 0 : -EIO;
}

/* The device's own word, or the file's. */
static uint8_t refused_policy(const struct instance *i)
{
	uint32_t own = i->plan->conf->refused;

	return (uint8_t)(own == CONF_DO_INHERIT ?
				 i->vm->plan->conf->unsupported.refused :
				 own);
}

int instance_attach(struct instance *i, struct loop *loop)
{
	int err = 0;

	for (uint32_t w = 0; w < i->plugin->windows.count && err == 0; w++) {
		const struct plan_window *pw = &i->plan->window[w];
		const struct bus_row row = {
			.range = pw->range,
			.name = i->vdev.name,
			.answer = access_window,
			.owner = i,
			.detail = w,
			.space = pw->is_io ? BUS_PORT : BUS_MEMORY,
			.refused = refused_policy(i),
		};

		err = bus_add(&i->vm->bus, &row);
	}
	for (size_t s = 0; s < i->n_stream && err == 0; s++)
		err = stream_attach(&i->stream[s], loop);
	return err != 0 ? err : instance_timers_attach(i, loop);
}

void instance_start(struct instance *i)
{
	uint32_t loop = vm_loop_thread(i->vm);

	atomic_store(&i->phase, INSTANCE_RUNNING);
	if (i->plugin->ops->start == NULL)
		return;
	instance_enter(i, loop);
	i->plugin->ops->start(&i->vdev);
	instance_leave(i, loop);
}

void instance_stop(struct instance *i)
{
	uint32_t loop = vm_loop_thread(i->vm);

	if (atomic_load(&i->phase) == INSTANCE_RUNNING &&
	    i->plugin->ops->stop != NULL) {
		instance_enter(i, loop);
		i->plugin->ops->stop(&i->vdev);
		instance_leave(i, loop);
	}
	atomic_store(&i->phase, INSTANCE_STOPPED);
}

void instance_event(struct instance *i, const struct vdev_event *event)
{
	uint32_t loop = vm_loop_thread(i->vm);
	enum vdev_verdict v;

	if (atomic_load(&i->phase) != INSTANCE_RUNNING ||
	    i->plugin->ops->event == NULL)
		return;
	instance_enter(i, loop);
	v = i->plugin->ops->event(&i->vdev, event);
	instance_leave(i, loop);
	if (v == VDEV_BROKEN)
		vm_end(i->vm, END_VDEV_BROKEN, "vdev %s can't go on",
		       i->vdev.name);
}

void instance_flush(struct instance *i, uint32_t timeout_ms)
{
	for (size_t s = 0; s < i->n_stream; s++)
		stream_flush(&i->stream[s], timeout_ms);
}

void instance_fini(struct instance *i)
{
	if (i->ready && i->plugin->ops->fini != NULL)
		i->plugin->ops->fini(&i->vdev);
	for (size_t s = 0; s < i->n_stream; s++)
		stream_close(&i->stream[s]);
	instance_timers_fini(i);
	i->n_stream = 0;
	i->ready = false;
}
