/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock: the two clocks of the host that qvm looks at, in nanoseconds.
 */
#ifndef QVM_HOST_CLOCK_H
#define QVM_HOST_CLOCK_H

#include <stdint.h>

uint64_t clock_monotonic_ns(void);
uint64_t clock_wall_ns(void); /* since 1970-01-01 UTC; may jump */

#endif
