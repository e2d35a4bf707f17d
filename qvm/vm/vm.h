/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vm: what all rooms of the live machine share: the plan, the KVM side, the
 * memory, the bus, and the one way to end it all.
 *
 * Filled by assembly; after the seal only what is marked atomic changes. vCPUs,
 * instances and the architecture know this and not each other; the machine
 * (machine/machine.h) knows them all.
 */
#ifndef QVM_VM_VM_H
#define QVM_VM_VM_H

#include <semaphore.h>
#include <stdatomic.h>

#include "qvm/bus/bus.h"
#include "qvm/host/kvm.h"
#include "qvm/host/ram.h"
#include "qvm/plan/plan.h"
#include "safety/block.h"
#include "safety/guard.h"

/* What the tables' registers hold at run time. */
struct vm_tables {
	atomic_uint event; /* pending bits of the event register */
};

/* One ram or rom and the host memory behind it. */
struct vm_slot {
	const struct plan_range *range;
	struct host_ram ram;
};

enum { VM_LINES = 24 };

struct vm {
	struct plan *plan;
	struct block *block; /* shared with the guard */
	const char *run_dir;
	int order_fd;        /* the socket to the guard */

	struct kvm kvm;
	struct vm_slot slot[PLAN_RANGES_MAX];
	uint32_t n_slot;
	struct bus bus;
	struct vm_tables tables;
	_Atomic uint32_t line[VM_LINES]; /* how many drive it active */
	uint32_t n_vcpu;
	uint64_t started_ns; /* CLOCK_MONOTONIC; set once, before any vdev
				is started */

	sem_t parked;   /* one post by each thread that reached its gate */
	sem_t end_said; /* posted by whoever said the end */
};

/* Ends the VM: the first one wins. Any thread; does not block. */
void vm_end(struct vm *vm, enum end_reason reason, const char *format, ...)
	printf_like(3, 4);

/* A vdev ends it with a status of its own, 32..63. */
void vm_end_status(struct vm *vm, uint32_t status, const char *vdev,
		   const char *why);

/*
 * One of those who drive interrupt line `line` makes it active, or no longer:
 * the line is active while anyone holds it. 0 or -errno after a message. Any
 * thread.
 */
int must_check vm_drive_line(struct vm *vm, uint32_t line, bool active);

/* A word to the guard. Any thread; does not block. */
void vm_tell_guard(struct vm *vm, enum guard_order word);

/* The host's address of a guest-physical span inside one slot, or NULL. */
void *vm_memory(const struct vm *vm, struct range r);

/* The calling thread is the one of slot `thread` from now on. */
void vm_thread_begin(struct vm *vm, uint32_t thread);

/* The slots of the block: one for each vCPU, then the loop. */
static inline uint32_t vm_loop_thread(const struct vm *vm)
{
	return vm->n_vcpu;
}

#endif
