/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pi_lock: a lock whose holder inherits the priority of those who wait.
 *
 * It is on the way of each guest access to a vdev, so taking a free one and
 * giving it back are one instruction each; the C library's priority-inheriting
 * mutex takes 120. Only where there is somebody to wait for, the kernel is
 * asked (futex(2), FUTEX_LOCK_PI). Not recursive. Never held over anything
 * that blocks.
 */
#ifndef QVM_HOST_PI_LOCK_H
#define QVM_HOST_PI_LOCK_H

#include <stdatomic.h>
#include <stdint.h>

struct pi_lock {
	_Atomic uint32_t owner; /* 0, or the holder's thread id, with a bit of
				   the kernel's while others wait */
};

/* The slow halves (pi_lock.c). */
void pi_lock_wait(struct pi_lock *lock);
void pi_lock_wake(struct pi_lock *lock);

/* `tid`: the calling thread's own, as gettid(2) tells it. */
static inline void pi_lock_take(struct pi_lock *lock, uint32_t tid)
{
	uint32_t nobody = 0;

	if (!atomic_compare_exchange_strong_explicit(&lock->owner, &nobody, tid,
						     memory_order_acquire,
						     memory_order_relaxed))
		pi_lock_wait(lock);
}

static inline void pi_lock_give(struct pi_lock *lock, uint32_t tid)
{
	uint32_t mine = tid;

	/* The kernel has set its bit where others wait: then this fails. */
	if (!atomic_compare_exchange_strong_explicit(&lock->owner, &mine, 0,
						     memory_order_release,
						     memory_order_relaxed))
		pi_lock_wake(lock);
}

#endif
