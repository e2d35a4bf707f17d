/* SPDX-License-Identifier: Apache-2.0 */
/*
 * machine: the live VM: what the plan says, built on KVM.
 *
 *   machine_assemble -> seal -> run -> stop -> machine_fini
 *
 * Runs in a process of its own, forked off the guard. Everything that the VM
 * will ever use is had in machine_assemble; after the seal nothing is opened,
 * mapped or created.
 *
 * Threads: main (assembles, then waits for the end and runs the stop path),
 * one for each vCPU, and the loop. They share this structure: what changes
 * after the seal is atomic, or belongs to one thread, as said at the field.
 */
#ifndef QVM_MACHINE_MACHINE_H
#define QVM_MACHINE_MACHINE_H

#include <pthread.h>
#include <semaphore.h>

#include "qvm/loop/loop.h"
#include "qvm/plug/instance.h"
#include "qvm/plug/plugin.h"
#include "qvm/vcpu/vcpu.h"
#include "qvm/vm/vm.h"

struct machine {
	struct vm vm; /* what the rooms share */

	struct plugin *plugin; /* one per vdev of the plan */
	size_t n_plugin;
	struct instance *instance; /* one per device of the plan */
	size_t n_instance;

	struct vcpu *vcpu; /* vm.n_vcpu of them */

	pthread_t creator; /* waits in KVM_CREATE_VM; gone before the seal */
	bool has_creator;
	int create_error;  /* its result, once joined */

	struct loop loop;
	struct loop_source orders;
	struct loop_source stop; /* eventfd: the stop path wakes the loop */
	pthread_t loop_thread;
	bool has_loop_thread;

	sem_t loop_go;        /* posted by run and by stop: the loop may go on */
	atomic_bool stopping; /* the stop path has begun */
};

/*
 * The machine's whole life in its process: never returns. `order_fd` is the
 * socket to the guard.
 */
_Noreturn void machine_live(struct plan *plan, struct block *block,
			    const char *run_dir, int order_fd, bool dry_run);

/* ---- the steps, for qvm/machine ------------------------------------------ */

/* 0, or the end that a failure is: END_CANNOT or END_CONFIGURATION. */
int must_check machine_assemble(struct machine *m);

/* Lets go of everything, in any state of assembly. */
void machine_fini(struct machine *m);

/* The status as lines in the log. Loop thread. */
void machine_status(struct machine *m);

#endif
