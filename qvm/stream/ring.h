/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ring: bytes from one thread to another, without a lock.
 *
 * One producer (put, room, commit) and one consumer (take, peek, skip) at a
 * time; each role may pass from thread to thread under a lock of its own.
 * Bounded: what finds no room is not taken. Nothing here sleeps or wakes.
 *
 * Orders. The indices are stored and, where they are the other side's, loaded
 * with memory_order_seq_cst. Acquire and release would do for the bytes; the
 * total order is for what stands around the ring: a side that is about to
 * sleep says so in a flag and then looks at the ring once more, while the other
 * moves its index and then looks at the flag. With a total order at least one
 * of the two sees the other, so no byte waits for a wake that never comes.
 */
#ifndef QVM_STREAM_RING_H
#define QVM_STREAM_RING_H

#include <stdatomic.h>
#include <stdint.h>

struct ring {
	uint8_t *bytes; /* `size` of them; the owner's */
	uint32_t size;  /* a power of two; 0: a ring that takes nothing */
	/* Each index counts all bytes that ever passed, modulo 2^32, and lies
	 * on a cache line that the other side does not write. */
	uint8_t apart[64];
	_Atomic uint32_t head; /* put by the producer */
	uint8_t apart_again[60];
	_Atomic uint32_t tail; /* taken by the consumer */
};

/* `size` is a power of two, or 0. */
void ring_init(struct ring *r, uint8_t *bytes, uint32_t size);

/* Copies in what fits of `len` bytes; returns how many. Producer. */
uint32_t ring_put(struct ring *r, const void *bytes, uint32_t len);

/* The first stretch of free bytes, and how many; then ring_commit, of no more
 * than that. Producer. */
uint32_t ring_room(struct ring *r, uint8_t **span);
void ring_commit(struct ring *r, uint32_t len);

/* Copies out at most `len` bytes; returns how many. Consumer. */
uint32_t ring_take(struct ring *r, void *bytes, uint32_t len);

/* The first stretch of waiting bytes, and how many; then ring_skip, of no more
 * than that. Consumer. */
uint32_t ring_peek(struct ring *r, const uint8_t **span);
void ring_skip(struct ring *r, uint32_t len);

/* Bytes that wait. Either side. */
uint32_t ring_count(struct ring *r);

#endif
