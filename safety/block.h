/* SPDX-License-Identifier: Apache-2.0 */
/*
 * block: the memory that guard and machine share.
 *
 *   block_new (before the fork) -> written by the machine, read by the guard
 *
 * The guard believes nothing in it but what it can check: the end word counts
 * only if it is complete and its reason has a row; text is cut at its size.
 * Everything that both sides touch is atomic. No pointers: the two processes
 * need not map it at the same address.
 */
#ifndef QVM_SAFETY_BLOCK_H
#define QVM_SAFETY_BLOCK_H

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "conf/util/util.h"
#include "safety/ends.h"

enum {
	BLOCK_THREADS_MAX = 72, /* vCPUs, loop, main */
	BLOCK_VDEVS_MAX = 128,
	BLOCK_NAME_MAX = 32,
	BLOCK_TEXT_MAX = 256,
};

/* How far the machine has come. */
enum block_phase {
	BLOCK_ASSEMBLE,
	BLOCK_SEALED,
	BLOCK_RUNNING, /* the guest has executed, or may have */
};

enum block_word {
	BLOCK_WORD_NONE,
	BLOCK_WORD_CLAIMED, /* someone is writing it */
	BLOCK_WORD_SAID,    /* reason, status and text are there */
	BLOCK_WORD_STOPPED, /* and the stop path went through */
};

struct block_end {
	atomic_uint word; /* enum block_word */
	uint32_t reason;  /* enum end_reason */
	uint32_t status;  /* exit status */
	char text[BLOCK_TEXT_MAX];
};

/* One cache line a thread, so that no vCPU waits for another's line. */
struct block_thread {
	_Alignas(64) atomic_uint in_vdev; /* row of `vdev` + 1; 0: in none */
	atomic_uint tid;
};

struct block {
	atomic_uint phase; /* enum block_phase */
	struct block_end end;
	char vdev[BLOCK_VDEVS_MAX][BLOCK_NAME_MAX];
	struct block_thread thread[BLOCK_THREADS_MAX];
};

/* NULL after a message. Shared with every process forked from here on. */
struct block *block_new(void);

/*
 * Says how the VM ends. The first one wins; true if that was this call. Any
 * thread of the machine; does not allocate, lock or block.
 */
bool block_say_end(struct block *b, enum end_reason reason, uint32_t status,
		   const char *format, va_list args) printf_like(4, 0);

/* The vdev that some thread is in, or NULL; BLOCK_NAME_MAX bytes at most. For
 * the guard: a name may be anything that the machine left there. */
const char *block_vdev_entered(const struct block *b);

/* True once an end has been said. On the way of each access to a vdev. */
static inline bool block_has_end(const struct block *b)
{
	return atomic_load_explicit(&b->end.word, memory_order_acquire) !=
	       BLOCK_WORD_NONE;
}

#endif
