/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services that a vdev gets. The vdev is on the other side of a contract:
 * row numbers are checked, and a broken rule ends the VM in the vdev's name.
 * Must never block, allocate or trust a length.
 */
#include <string.h>

#include "conf/util/log.h"
#include "qvm/host/clock.h"
#include "qvm/host/wake.h"
#include "qvm/vm/vm.h"
#include "qvm/plug/instance.h"

/* The pointer that a vdev holds is the first member of its instance. */
static struct instance *instance_of(struct vdev *self)
{
	return (struct instance *)(void *)self;
}

_Static_assert(offsetof(struct instance, vdev) == 0, "instance_of relies on it");

static void broke_contract(struct instance *i, const char *service,
			   uint32_t number)
{
	vm_end(i->vm, END_VDEV_BROKEN,
		    "vdev %s used %s with %u, which it has not declared",
		    i->vdev.name, service, number);
}

/* A service outside of its phase is a fault of the vdev. */
static bool in_phase(struct instance *i, unsigned phases, const char *service)
{
	if ((atomic_load_explicit(&i->phase, memory_order_relaxed) & phases) !=
	    0)
		return true;
	vm_end(i->vm, END_VDEV_BROKEN, "vdev %s used %s outside of its phase",
	       i->vdev.name, service);
	return false;
}

static void host_service_fail(struct vdev *self, const char *why)
{
	if (in_phase(instance_of(self), INSTANCE_INIT, "fail"))
		log_error("vdev %s: %s", self->name, why);
}

static void irq_set(struct vdev *self, uint32_t irq, bool active)
{
	struct instance *i = instance_of(self);

	if (!in_phase(i, INSTANCE_RUNNING, "irq_set"))
		return;
	if (irq >= i->plugin->irqs.count) {
		broke_contract(i, "irq_set", irq);
		return;
	}
	if (!i->irq[irq].connected || i->irq[irq].active == active)
		return;
	i->irq[irq].active = active;
	if (vm_drive_line(i->vm, i->irq[irq].line, active) != 0)
		vm_end(i->vm, END_KVM_FAILED,
			    "KVM refuses interrupt line %u of vdev %s",
			    i->irq[irq].line, self->name);
}

static uint32_t stream_service_write(struct vdev *self, uint32_t slot,
				     const void *bytes, uint32_t len)
{
	struct instance *i = instance_of(self);

	if (slot == VDEV_SLOT_NONE)
		return len;
	if (slot >= i->n_slot) {
		broke_contract(i, "stream_write", slot);
		return 0;
	}
	return stream_write(i->slot[slot].stream, bytes, len);
}

static uint32_t stream_service_read(struct vdev *self, uint32_t slot,
				    void *bytes, uint32_t len)
{
	struct instance *i = instance_of(self);

	if (slot == VDEV_SLOT_NONE)
		return 0;
	if (slot >= i->n_slot) {
		broke_contract(i, "stream_read", slot);
		return 0;
	}
	return stream_read(i->slot[slot].stream, bytes, len);
}

/* A bucket of tokens: what a guest can make a vdev say must not fill a disk. */
static bool may_log(struct instance *i)
{
	const uint64_t token_ns = 1000000000u / INSTANCE_LOG_PER_SECOND;
	uint64_t now = clock_monotonic_ns(), grown = (now - i->log_filled_ns) / token_ns;

	if (grown > 0) {
		i->log_filled_ns = now;
		i->log_tokens = grown > INSTANCE_LOG_BURST - i->log_tokens ?
					INSTANCE_LOG_BURST :
					i->log_tokens + (uint32_t)grown;
	}
	if (i->log_tokens == 0) {
		atomic_fetch_add_explicit(&i->log_lost, 1,
					  memory_order_relaxed);
		return false;
	}
	i->log_tokens--;
	return true;
}

static void log_service(struct vdev *self, uint32_t level, const char *line)
{
	struct instance *i = instance_of(self);

	if (!may_log(i))
		return;
	if (level == VDEV_LOG_ERROR)
		log_error("vdev %s: %s", self->name, line);
	else if (level == VDEV_LOG_WARNING)
		log_warning("vdev %s: %s", self->name, line);
	else if (level == VDEV_LOG_INFO)
		log_info("vdev %s: %s", self->name, line);
	else
		log_debug("vdev %s: %s", self->name, line);
}

static void count_service(struct vdev *self, uint32_t counter, uint64_t n)
{
	struct instance *i = instance_of(self);

	if (counter >= i->plugin->counters.count)
		broke_contract(i, "count", counter);
	else
		atomic_fetch_add_explicit(&i->counter[counter], n,
					  memory_order_relaxed);
}

static void end_service(struct vdev *self, uint32_t end, uint32_t status,
			const char *why)
{
	static const enum end_reason reasons[] = {
		[VDEV_END_OFF] = END_OFF,
		[VDEV_END_RESET] = END_RESET,
		[VDEV_END_WATCHDOG] = END_WATCHDOG,
		[VDEV_END_CRASH] = END_GUEST_CRASH,
	};
	struct instance *i = instance_of(self);

	if (!in_phase(i, INSTANCE_RUNNING, "end"))
		return;
	if (end == VDEV_END_STATUS && status >= 32 && status <= 63)
		vm_end_status(i->vm, status, self->name, why);
	else if (end < ARRAY_LEN(reasons) && reasons[end] != END_NONE &&
		 status == 0)
		vm_end(i->vm, reasons[end], "vdev %s: %s", self->name, why);
	else
		broke_contract(i, "end", end == VDEV_END_STATUS ? status : end);
}

/* The fd of a declared timer, or -1 after the VM has been ended. */
static int timer_fd(struct vdev *self, uint32_t timer, const char *service)
{
	struct instance *i = instance_of(self);

	if (!in_phase(i, INSTANCE_RUNNING, service))
		return -1;
	if (timer < i->plugin->timers.count)
		return i->timer[timer].source.fd;
	broke_contract(i, service, timer);
	return -1;
}

static void timer_arm_service(struct vdev *self, uint32_t timer,
			      uint64_t first_ns, uint64_t period_ns)
{
	int fd = timer_fd(self, timer, "timer_arm");

	if (fd >= 0)
		timer_arm(fd, first_ns, period_ns);
}

static void timer_stop_service(struct vdev *self, uint32_t timer)
{
	int fd = timer_fd(self, timer, "timer_stop");

	if (fd >= 0)
		timer_disarm(fd);
}

static uint64_t now_service(struct vdev *self)
{
	const struct vm *vm = instance_of(self)->vm;

	return vm->started_ns == 0 ? 0 : clock_monotonic_ns() - vm->started_ns;
}

static uint64_t wall_clock_service(struct vdev *self)
{
	(void)self;
	return clock_wall_ns();
}

const struct vdev_host instance_host = {
	.size = sizeof(instance_host),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.fail = host_service_fail,
	.irq_set = irq_set,
	.stream_write = stream_service_write,
	.stream_read = stream_service_read,
	.log = log_service,
	.count = count_service,
	.end = end_service,
	.timer_arm = timer_arm_service,
	.timer_stop = timer_stop_service,
	.now = now_service,
	.wall_clock = wall_clock_service,
};
