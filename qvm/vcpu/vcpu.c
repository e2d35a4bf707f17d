/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of a vCPU's thread. Must never decide what an exit means: that is
 * the table's business (exits.c).
 */
#include "qvm/vcpu/vcpu.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "conf/util/log.h"
#include "qvm/arch.h"
#include "qvm/host/thread.h"

int vcpu_init(struct vcpu *v, struct vm *vm, uint32_t id)
{
	int err;

	v->vm = vm;
	v->id = id;
	v->access.vcpu = id;
	err = kvm_create_vcpu(&vm->kvm, id, &v->kvm);
	if (err != 0)
		return err;
	sem_init(&v->go, 0, 0); /* can't fail: a valid count */
	return arch_vcpu_init(v);
}

/* KVM_RUN came back without an exit: a signal, or a vCPU that waits for its
 * start-up interrupt. Everything else is the host's failure. */
static enum vcpu_next came_back(struct vcpu *v, int err)
{
	if (err == -EINTR || err == -EAGAIN) {
		vcpu_count(&v->interrupted);
		return VCPU_RESUME;
	}
	if (err == -EFAULT || err == -EHWPOISON)
		vm_end(v->vm, END_MEMORY_FAULT,
			    "vcpu%u: KVM could not reach the guest's memory: %s",
			    v->id, strerrordesc_np(-err));
	else
		vm_end(v->vm, END_KVM_FAILED, "vcpu%u: KVM_RUN: %s",
			    v->id, strerrordesc_np(-err));
	return VCPU_LEAVE;
}

/* The second-level tables, filled before the guest asks. Without the call, or
 * where it gives up, the guest's first touch of a piece fills them. */
static void prefault(const struct vcpu *v)
{
	const struct vm *vm = v->vm;

	if (v->id != 0 || !kvm_can_prefault(&vm->kvm))
		return;
	for (uint32_t i = 0; i < vm->n_slot; i++)
		if (kvm_prefault(&v->kvm, vm->slot[i].range->range.at,
				 vm->slot[i].ram.size) != 0)
			log_debug("KVM did not fill the second level for 0x%llx",
				  (unsigned long long)
					  vm->slot[i].range->range.at);
}

static void *vcpu_thread(void *arg)
{
	struct vcpu *v = arg;
	enum vcpu_next next = VCPU_RESUME;

	vm_thread_begin(v->vm, v->id);
	prefault(v);
	sem_post(&v->vm->parked);
	host_sem_wait(&v->go);
	while (next == VCPU_RESUME &&
	       !atomic_load_explicit(&v->leave, memory_order_relaxed)) {
		int err = kvm_run(&v->kvm);

		next = err == 0 ? exit_answer(v) : came_back(v, err);
	}
	return NULL;
}

int vcpu_start(struct vcpu *v)
{
	char name[16];
	int err;

	snprintf(name, sizeof(name), "vcpu%u", v->id);
	err = host_thread_start(&v->thread, name, vcpu_thread, v);
	if (err != 0)
		return err;
	v->has_thread = true;
	return host_thread_place(v->thread, name,
				 &v->vm->plan->conf->cpus.item[v->id]);
}

void vcpu_release(struct vcpu *v)
{
	sem_post(&v->go);
}

/*
 * Order: the flags first, then the signal. The thread is either before
 * KVM_RUN, which then returns at once because of immediate_exit, or inside,
 * where the signal interrupts it. There is no instant in between.
 */
void vcpu_kick(struct vcpu *v)
{
	if (!v->has_thread)
		return;
	atomic_store(&v->leave, true);
	__atomic_store_n(&v->kvm.run->immediate_exit, 1, __ATOMIC_SEQ_CST);
	host_thread_kick(v->thread);
	sem_post(&v->go);
}

void vcpu_join(struct vcpu *v)
{
	if (!v->has_thread)
		return;
	pthread_join(v->thread, NULL);
	v->has_thread = false;
}

void vcpu_fini(struct vcpu *v)
{
	kvm_vcpu_close(&v->vm->kvm, &v->kvm);
}
