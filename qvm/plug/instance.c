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

/* Entering and leaving by the thread's slot; the tid does not change in
 * between, but the vdev could overwrite the page: ours is kept here. */
static inline uint32_t enter(struct instance *i, struct block_thread *t)
{
	uint32_t tid = atomic_load_explicit(&t->tid, memory_order_relaxed);

	pi_lock_take(&i->lock, tid);
	/* Relaxed: it is read after the process has died, or by a guard that
	 * looks again. */
	atomic_store_explicit(&t->in_vdev, i->row + 1, memory_order_relaxed);
	return tid;
}

static inline void leave(struct instance *i, struct block_thread *t,
			 uint32_t tid)
{
	atomic_store_explicit(&t->in_vdev, 0, memory_order_relaxed);
	pi_lock_give(&i->lock, tid);
}

static struct block_thread *loop_slot(struct vm *vm)
{
	return &vm->block->thread[vm_loop_thread(vm)];
}

static enum bus_answer verdict(struct instance *i, enum vdev_verdict v)
{
	if (v != VDEV_DONE && v != VDEV_REFUSED) {
		vm_end(i->vm, END_VDEV_BROKEN, "vdev %s can't go on",
		       i->vdev.name);
		return BUS_ENDED;
	}
	/* The vdev may have ended the VM: then the guest must not see the
	 * instruction behind this one. */
	if (block_has_end(i->vm->block))
		return BUS_ENDED;
	return v == VDEV_DONE ? BUS_DONE : BUS_REFUSED;
}

static enum bus_answer access_window(const struct bus_row *row,
				     struct bus_access *a)
{
	struct instance *i = row->owner;
	struct regs *regs = &i->regs[row->detail];
	struct block_thread *t = &i->vm->block->thread[a->vcpu];
	uint32_t tid;
	struct vdev_access access = {
		.size = sizeof(access),
		.window = (uint16_t)row->detail,
		.width = a->width,
		.is_write = a->is_write,
		.vcpu = a->vcpu,
		.value = a->value,
	};
	enum vdev_verdict v = VDEV_DONE;
	enum regs_answer found =
		regs_find(regs, (uint32_t)(a->address - row->range.at),
			  &access);

	if (found == REGS_REFUSED)
		return BUS_REFUSED;
	tid = enter(i, t);
	if (found == REGS_STORED)
		regs_stored(regs, &access);
	else
		v = i->plugin->ops->access(&i->vdev, &access);
	leave(i, t, tid);
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

int instance_init(struct instance *i, struct vm *vm,
		  const struct plan_device *plan,
		  const struct vdev_plugin *plugin, uint32_t row)
{
	struct arena *arena = vm->plan->arena;
	struct block_thread *t = loop_slot(vm);
	uint32_t tid;
	int err;

	*i = (struct instance){ .vm = vm,
				.plan = plan,
				.plugin = plugin,
				.row = row,
				.log_tokens = INSTANCE_LOG_BURST };
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
	tid = enter(i, t);
	err = plugin->ops->init(&i->vdev);
	leave(i, t, tid);
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
	struct block_thread *t = loop_slot(i->vm);
	uint32_t tid;

	atomic_store(&i->phase, INSTANCE_RUNNING);
	if (i->plugin->ops->start == NULL)
		return;
	tid = enter(i, t);
	i->plugin->ops->start(&i->vdev);
	leave(i, t, tid);
}

void instance_stop(struct instance *i)
{
	struct block_thread *t = loop_slot(i->vm);
	uint32_t tid;

	if (atomic_load(&i->phase) == INSTANCE_RUNNING &&
	    i->plugin->ops->stop != NULL) {
		tid = enter(i, t);
		i->plugin->ops->stop(&i->vdev);
		leave(i, t, tid);
	}
	atomic_store(&i->phase, INSTANCE_STOPPED);
}

void instance_event(struct instance *i, const struct vdev_event *event)
{
	struct block_thread *t = loop_slot(i->vm);
	uint32_t tid;
	enum vdev_verdict v;

	if (atomic_load(&i->phase) != INSTANCE_RUNNING ||
	    i->plugin->ops->event == NULL)
		return;
	tid = enter(i, t);
	v = i->plugin->ops->event(&i->vdev, event);
	leave(i, t, tid);
	if (v != VDEV_DONE && v != VDEV_REFUSED)
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
	if (i->ready && i->plugin->ops->fini != NULL) {
		struct block_thread *t = loop_slot(i->vm);
		uint32_t tid = enter(i, t);

		i->plugin->ops->fini(&i->vdev);
		leave(i, t, tid);
	}
	for (size_t s = 0; s < i->n_stream; s++)
		stream_close(&i->stream[s]);
	instance_timers_fini(i);
	i->n_stream = 0;
	i->ready = false;
}
