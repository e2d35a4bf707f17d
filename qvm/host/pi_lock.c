/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's half of the lock. Must never return without what was asked for:
 * a lock that can be neither taken nor given back is our own fault.
 */
#include "qvm/host/pi_lock.h"

#include <errno.h>
#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "conf/util/claim.h"

static long futex(struct pi_lock *lock, int operation)
{
	return syscall(SYS_futex, &lock->owner, operation, 0, NULL, NULL, 0);
}

void pi_lock_wait(struct pi_lock *lock)
{
	long err;

	do
		err = futex(lock, FUTEX_LOCK_PI_PRIVATE);
	while (err != 0 && (errno == EINTR || errno == EAGAIN));
	CLAIM(err == 0);
}

void pi_lock_wake(struct pi_lock *lock)
{
	long err = futex(lock, FUTEX_UNLOCK_PI_PRIVATE);

	CLAIM(err == 0);
}
