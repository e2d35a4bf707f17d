/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wake: two ways to be woken by a file descriptor, and pages to share.
 *
 * A bell is rung by any thread and heard by the loop; any number of rings
 * before it is heard count as one. A pause wakes its own thread once, later.
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

int must_check pause_open(void);
void pause_begin(int fd, uint32_t us); /* a new one replaces the old */
void pause_end(int fd);                /* heard: readable no more */

/* Zeroed pages that cost nothing until they are touched; NULL after a message
 * where there are none. */
void *must_check pages_new(size_t size);
void pages_free(void *pages, size_t size); /* accepts NULL */

#endif
