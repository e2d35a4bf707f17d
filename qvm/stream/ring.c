/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ring of bytes for one producer and one consumer. Must never sleep, and
 * never call the kernel: a vCPU thread stands here while its guest waits.
 */
#include "qvm/stream/ring.h"

#include <string.h>

#include "conf/util/claim.h"

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

void ring_init(struct ring *r, uint8_t *bytes, uint32_t size)
{
	CLAIM((size & (size - 1)) == 0);
	r->bytes = bytes;
	r->size = size;
	atomic_init(&r->head, 0);
	atomic_init(&r->tail, 0);
}

uint32_t ring_count(struct ring *r)
{
	uint32_t tail = atomic_load(&r->tail);

	return atomic_load(&r->head) - tail;
}

uint32_t ring_room(struct ring *r, uint8_t **span)
{
	uint32_t head = atomic_load_explicit(&r->head, memory_order_relaxed);
	uint32_t used = head - atomic_load(&r->tail);
	uint32_t at;

	if (r->size == 0)
		return 0;

	at = head & (r->size - 1);
	*span = &r->bytes[at];
	return least(r->size - used, r->size - at);
}

void ring_commit(struct ring *r, uint32_t len)
{
	uint32_t head = atomic_load_explicit(&r->head, memory_order_relaxed);

	atomic_store(&r->head, head + len);
}

/* More than one round where the free bytes go round the end. */
uint32_t ring_put(struct ring *r, const void *bytes, uint32_t len)
{
	const uint8_t *from = bytes;
	uint32_t done = 0, n;
	uint8_t *span;

	while (done < len && (n = ring_room(r, &span)) > 0) {
		n = least(n, len - done);
		memcpy(span, from + done, n);
		ring_commit(r, n);
		done += n;
	}
	return done;
}

uint32_t ring_peek(struct ring *r, const uint8_t **span)
{
	uint32_t tail = atomic_load_explicit(&r->tail, memory_order_relaxed);
	uint32_t used = atomic_load(&r->head) - tail;
	uint32_t at;

	if (r->size == 0)
		return 0;

	at = tail & (r->size - 1);
	*span = &r->bytes[at];
	return least(used, r->size - at);
}

void ring_skip(struct ring *r, uint32_t len)
{
	uint32_t tail = atomic_load_explicit(&r->tail, memory_order_relaxed);

	atomic_store(&r->tail, tail + len);
}

uint32_t ring_take(struct ring *r, void *bytes, uint32_t len)
{
	const uint8_t *span;
	uint8_t *to = bytes;
	uint32_t done = 0, n;

	while (done < len && (n = ring_peek(r, &span)) > 0) {
		n = least(n, len - done);
		memcpy(to + done, span, n);
		ring_skip(r, n);
		done += n;
	}
	return done;
}
