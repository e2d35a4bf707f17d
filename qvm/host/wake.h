/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wake: two ways to be woken by a file descriptor, and pages to share.
 *
 * A bell is rung by any thread and heard by the loop; any number of rings
 * before it is heard count as one. A timer is heard when its time has come.
 */
#ifndef QVM_HOST_WAKE_H
#define QVM_HOST_WAKE_H

#include <stddef.h>
#include <stdint.h>

#include "qvm/host/host.h"

/* The fd, or -errno after a message. Close with close(). */
int must_check bell_open(void);
void bell_ring(int fd);
void bell_hush(int fd); /* from now on a new ring wakes again */

/* A timer: its fd, or -errno after a message. Times in nanoseconds; a first expiry
 * of 0 is at once, a period of 0 is none. Any thread. */
int must_check timer_open(void);
void timer_arm(int fd, uint64_t first_ns, uint64_t period_ns);
void timer_disarm(int fd);
uint64_t timer_expired(int fd); /* since the last look; 0: not */

/* Zeroed pages that cost nothing until they are touched; NULL after a message
 * where there are none. */
void *must_check pages_new(size_t size);
void pages_free(void *pages, size_t size); /* accepts NULL */

#endif
