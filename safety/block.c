/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shared page. Must never be freed while either side lives, and must never
 * hold what the guard would have to trust.
 */
#include "safety/block.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>

#include "conf/util/log.h"

struct block *block_new(void)
{
	struct block *b = mmap(NULL, sizeof(*b), PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (b == MAP_FAILED) {
		host_fail(errno, "can't share %zu bytes with the guard",
			  sizeof(*b));
		return NULL;
	}
	return b;
}

bool block_say_end(struct block *b, enum end_reason reason, uint32_t status,
		   const char *format, va_list args)
{
	unsigned none = BLOCK_WORD_NONE;

	if (!atomic_compare_exchange_strong(&b->end.word, &none,
					    BLOCK_WORD_CLAIMED))
		return false;
	b->end.reason = reason;
	b->end.status = status;
	vsnprintf(b->end.text, sizeof(b->end.text), format, args);
	/* Release: who sees SAID sees the fields above. */
	atomic_store_explicit(&b->end.word, BLOCK_WORD_SAID,
			      memory_order_release);
	return true;
}

const char *block_vdev_entered(const struct block *b)
{
	for (size_t i = 0; i < BLOCK_THREADS_MAX; i++) {
		unsigned row = atomic_load(&b->thread[i].in_vdev);

		if (row > 0 && row <= BLOCK_VDEVS_MAX)
			return b->vdev[row - 1];
	}
	return NULL;
}
