/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cpuid: what the guest's processor claims to be.
 *
 * From what KVM can give on this host, less what the file's model leaves out,
 * plus what only the machine knows: which processor of how many this is.
 */
#ifndef QVM_X86_64_CPUID_H
#define QVM_X86_64_CPUID_H

#include "qvm/vcpu/vcpu.h"

enum { CPUID_ENTRIES_MAX = 160 };

/* 0; -ENOTSUP after a message where the host lacks what the model promises. */
int must_check cpuid_set(struct vcpu *v);

#endif
