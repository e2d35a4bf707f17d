/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arch: what differs from one processor architecture to the next. CMake
 * chooses the folder (qvm/x86_64); nothing else in qvm/ knows which it is.
 * The architecture's part of the plan is in plan/plan.h.
 */
#ifndef QVM_ARCH_H
#define QVM_ARCH_H

#include "qvm/vcpu/vcpu.h"

/* Interrupt controllers, exits, filters: before the first vCPU. */
int must_check arch_vm_init(struct vm *vm);

/* Identity, registers, first instruction. */
int must_check arch_vcpu_init(struct vcpu *v);

/* The registers of the tables, as rows of the bus. */
int must_check arch_bus_add(struct vm *vm);

/* The operator presses the power button. Loop thread. */
void arch_button(struct vm *vm);

/* The guest gets the machine's own error for a reference to nothing: all ones,
 * and an error once the access has retired. */
enum vcpu_next arch_reference_fails(struct vcpu *v, const struct bus_access *a);

/* The guest gets the machine's own error for an instruction. */
enum vcpu_next arch_instruction_fails(struct vcpu *v);

/* The address whose fetch made KVM give up, if it lies in no memory. */
bool arch_fetch_missed(struct vcpu *v, uint64_t *address);

/* Answers to the exits that only this architecture has (exits.c). */
enum vcpu_next arch_exit_register_read(struct vcpu *v);
enum vcpu_next arch_exit_register_write(struct vcpu *v);

#endif
