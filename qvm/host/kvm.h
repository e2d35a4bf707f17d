/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kvm: every KVM ioctl of qvm, and nothing else.
 *
 *   kvm_open -> kvm_create_vm -> kvm_create_vcpu* -> [seal] -> kvm_run* -> close
 *
 * A wrapper does one ioctl, tells a failure once (host_fail) and returns 0 or
 * -errno. What the values mean is the caller's business. kvm_run alone tells
 * nothing: its callers know what EINTR means.
 */
#ifndef QVM_HOST_KVM_H
#define QVM_HOST_KVM_H

#include <linux/kvm.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qvm/host/host.h"

struct kvm {
	int fd;    /* /dev/kvm */
	int vm_fd;
	size_t run_size; /* bytes of struct kvm_run's mapping */
};

/* Opens /dev/kvm and checks the API version. */
int must_check kvm_open(struct kvm *k);

/* The value of a capability of the host, 0: not there. */
int kvm_has(const struct kvm *k, uint32_t capability);

int must_check kvm_create_vm(struct kvm *k);

/* `what` names the capability in a message. */
int must_check kvm_enable(const struct kvm *k, uint32_t capability,
			  uint64_t value, const char *what);

/* One memory slot; `host` stays mapped while the VM lives. */
int must_check kvm_set_slot(const struct kvm *k, uint32_t slot, uint64_t gpa,
			    uint64_t size, void *host, bool read_only);

int must_check kvm_create_irqchip(const struct kvm *k);
int must_check kvm_create_pit(const struct kvm *k);
int must_check kvm_set_tss(const struct kvm *k, uint64_t gpa);
int must_check kvm_set_identity_map(const struct kvm *k, uint64_t gpa);
int must_check kvm_set_msr_filter(const struct kvm *k,
				  struct kvm_msr_filter *filter);

/* Host CPUs' features that KVM can give a guest; `n` entries at most. */
int must_check kvm_supported_cpuid(const struct kvm *k,
				   struct kvm_cpuid2 *cpuid);

/* An interrupt line, active or not. Any thread. */
int kvm_irq_line(const struct kvm *k, uint32_t gsi, bool active);

/* ---- one vCPU -------------------------------------------------------------*/

struct kvm_vcpu {
	int fd;
	struct kvm_run *run; /* shared with the kernel */
};

int must_check kvm_create_vcpu(const struct kvm *k, uint32_t id,
			       struct kvm_vcpu *v);
void kvm_vcpu_close(const struct kvm *k, struct kvm_vcpu *v);

/* Enters the guest; 0 with run->exit_reason, or -errno. Own thread only. */
int kvm_run(const struct kvm_vcpu *v);

int must_check kvm_set_cpuid(const struct kvm_vcpu *v,
			     struct kvm_cpuid2 *cpuid);
int must_check kvm_get_regs(const struct kvm_vcpu *v, struct kvm_regs *regs);
int must_check kvm_set_regs(const struct kvm_vcpu *v,
			    const struct kvm_regs *regs);
int must_check kvm_get_sregs(const struct kvm_vcpu *v,
			     struct kvm_sregs *sregs);
int must_check kvm_set_sregs(const struct kvm_vcpu *v,
			     const struct kvm_sregs *sregs);
int must_check kvm_set_msr(const struct kvm_vcpu *v, uint32_t index,
			   uint64_t value);
/* Once, before the guest runs: no feature leaf, no paravirtual feature. */
int must_check kvm_enforce_pv_cpuid(const struct kvm_vcpu *v);

/* Banks of machine-check registers; needed before kvm_machine_check. */
int must_check kvm_setup_mce(const struct kvm_vcpu *v, uint64_t capability);
int must_check kvm_machine_check(const struct kvm_vcpu *v,
				 const struct kvm_x86_mce *mce);

/* Makes exception `vector` (without an error code) the next thing that the
 * guest sees. */
int must_check kvm_raise(const struct kvm_vcpu *v, uint8_t vector);

/* Guest-virtual to guest-physical; false: not mapped. */
bool kvm_translate(const struct kvm_vcpu *v, uint64_t address, uint64_t *gpa);

/* Fills the second-level tables for a span of ram. 0, or -errno without a
 * message: it only takes work from the guest's first accesses. Own thread of
 * the vCPU; only where kvm_can_prefault. */
bool kvm_can_prefault(const struct kvm *k);
int must_check kvm_prefault(const struct kvm_vcpu *v, uint64_t gpa,
			    uint64_t size);

void kvm_close(struct kvm *k);

#endif
