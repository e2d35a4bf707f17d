/* SPDX-License-Identifier: Apache-2.0 */
/*
 * msr: the model-specific registers that a guest has: default deny.
 *
 * KVM answers those of the table by itself. Every other access comes to us and
 * meets the file: an `absent` row, or `unsupported: register`.
 */
#ifndef QVM_X86_64_MSR_H
#define QVM_X86_64_MSR_H

#include "qvm/host/kvm.h"

int must_check msr_filter_set(const struct kvm *k);

#endif
