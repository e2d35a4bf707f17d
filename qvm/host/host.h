/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host: what the machine asks of Linux, but KVM (host/kvm.h).
 *
 * `open`, `mmap`, `prctl` and their like stand in qvm/host/ only, so that what
 * the machine can reach is read in one place. Each call that can fail returns
 * 0 (or what it promises) or -errno, after exactly one host_fail() line that
 * says what could not be had and what to do; callers pass the error up and
 * say nothing.
 */
#ifndef QVM_HOST_HOST_H
#define QVM_HOST_HOST_H

#include "conf/util/log.h" /* host_fail */
#include "conf/util/util.h"

#endif
