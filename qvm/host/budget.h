/* SPDX-License-Identifier: Apache-2.0 */
/*
 * budget: how much memory the host could give right now.
 *
 * Asking for more would not fail: the kernel would start to kill. So it is
 * looked at before the first page is taken. The answer may be old a moment
 * later; it keeps a wrong file from taking a host down, and promises nothing.
 */
#ifndef QVM_HOST_BUDGET_H
#define QVM_HOST_BUDGET_H

#include <stdint.h>

#include "qvm/host/host.h"

/* 0, or -ENOMEM after a message, where `bytes` of ordinary pages are more than
 * the host has available, or than the limit of a cgroup leaves. */
int must_check host_budget_check(uint64_t bytes);

#endif
