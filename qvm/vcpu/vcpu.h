/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vcpu: one virtual processor and its thread: enters the guest, answers what
 * comes out, until told to leave.
 *
 *   vcpu_init -> vcpu_start (parked) -> vcpu_release -> vcpu_kick -> vcpu_join
 *
 * The path from an exit back into the guest takes no lock but a vdev's own,
 * allocates nothing and makes no system call but KVM_RUN. Only this thread
 * touches the vCPU after the seal; the exception is immediate_exit, which
 * vcpu_kick sets.
 */
#ifndef QVM_VCPU_VCPU_H
#define QVM_VCPU_VCPU_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "qvm/bus/bus.h"
#include "qvm/host/kvm.h"
#include "qvm/vm/vm.h"

/* What a vCPU does after an exit. Only the loop in vcpu_thread acts on it. */
enum vcpu_next {
	VCPU_LEAVE,
	VCPU_RESUME,
};

/* Classes of what a file may leave undefined; counters where ignored. */
enum vcpu_unsupported {
	VCPU_UNSUPPORTED_REFERENCE,
	VCPU_UNSUPPORTED_INSTRUCTION,
	VCPU_UNSUPPORTED_REGISTER,
	VCPU_UNSUPPORTED_REFUSED,
	VCPU_UNSUPPORTED_KINDS,
};

enum { VCPU_EXITS_MAX = 48 };

struct vcpu {
	struct vm *vm;
	struct kvm_vcpu kvm;
	uint32_t id; /* 0..; also its slot in the block */
	pthread_t thread;
	bool has_thread;
	sem_t go;         /* posted: run, or leave */
	atomic_bool leave;
	bool retiring;    /* an access is being completed (arch) */
	struct bus_access access; /* the one under way; here and not on the
				     stack: half of its fields never change */

	/* Counters: written by this thread only, read by the status. */
	_Atomic uint64_t exits[VCPU_EXITS_MAX]; /* by KVM exit reason */
	_Atomic uint64_t interrupted;           /* EINTR and EAGAIN */
	_Atomic uint64_t hits[BUS_ROWS_MAX + 1]; /* by row; last: nobody */
	_Atomic uint64_t let_pass[VCPU_UNSUPPORTED_KINDS]; /* fail, ignore */
};

/* One increment of a counter that only this thread writes. */
static inline void vcpu_count(_Atomic uint64_t *counter)
{
	atomic_store_explicit(counter,
			      atomic_load_explicit(counter,
						   memory_order_relaxed) + 1,
			      memory_order_relaxed);
}

/* Creates the KVM side. 0 or -errno. */
int must_check vcpu_init(struct vcpu *v, struct vm *vm, uint32_t id);

/* Creates the thread, parked at its gate. 0 or -errno. */
int must_check vcpu_start(struct vcpu *v);

/* Opens the gate. */
void vcpu_release(struct vcpu *v);

/* Makes the thread leave the guest and end. Any thread; does not block. */
void vcpu_kick(struct vcpu *v);

void vcpu_join(struct vcpu *v);
void vcpu_fini(struct vcpu *v);

/* Answers run->exit_reason. Own thread. */
enum vcpu_next exit_answer(struct vcpu *v);

/* The name of a KVM exit reason that has a row, or NULL. */
const char *exit_name(uint32_t reason);

/* ---- what the file leaves undefined (unsupported.c) ----------------------- */

/* Nobody answers `a`: abort, fail or ignore; a read's value is filled in. */
enum vcpu_next unsupported_reference(struct vcpu *v, struct bus_access *a);

/* The rules of a vdev's registers are broken by `a`. */
enum vcpu_next unsupported_refused(struct vcpu *v, struct bus_access *a);

/* KVM can't emulate the instruction at hand. */
enum vcpu_next unsupported_instruction(struct vcpu *v);

/* The register `index` is not defined; a read's value is filled in and
 * `*fault` says whether the guest gets #GP. */
enum vcpu_next unsupported_register(struct vcpu *v, uint32_t index,
				    bool is_write, uint64_t *value,
				    bool *fault);

#endif
