/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two memories of a stream: the ring between two threads, and the tail
 * that is kept for a reader who comes late.
 */
#include <criterion/criterion.h>
#include <pthread.h>

#include "qvm/stream/ring.h"
#include "qvm/stream/tail.h"

/* The i-th byte of a pattern that does not repeat where buffers end. */
static uint8_t pattern(uint64_t i)
{
	return (uint8_t)((i * 2654435761u) >> 13);
}

/* ---- rings ------------------------------------------------------------------- */

Test(ring, bytes_come_out_in_order_across_the_end)
{
	uint8_t bytes[8];
	char got[6];
	struct ring r;

	ring_init(&r, bytes, sizeof(bytes));
	for (int i = 0; i < 100; i++) {
		cr_assert_eq(ring_put(&r, "abcde", 5), 5);
		cr_assert_eq(ring_take(&r, got, 5), 5);
		cr_assert_arr_eq(got, "abcde", 5);
	}
}

Test(ring, a_full_ring_takes_no_more)
{
	uint8_t bytes[8];
	char got[9];
	struct ring r;

	ring_init(&r, bytes, sizeof(bytes));
	cr_assert_eq(ring_put(&r, "0123456789", 10), 8);
	cr_assert_eq(ring_put(&r, "x", 1), 0);
	cr_assert_eq(ring_count(&r), 8);
	cr_assert_eq(ring_take(&r, got, 9), 8);
	cr_assert_arr_eq(got, "01234567", 8);
}

Test(ring, a_ring_without_bytes_takes_and_gives_nothing)
{
	struct ring r;
	char byte;

	ring_init(&r, NULL, 0);
	cr_assert_eq(ring_put(&r, "x", 1), 0);
	cr_assert_eq(ring_take(&r, &byte, 1), 0);
}

enum { MUCH = 1 << 20 };

static void *produce(void *ring)
{
	uint8_t bytes[61];

	for (uint64_t done = 0; done < MUCH;) {
		uint32_t n = 1 + (uint32_t)(done % sizeof(bytes));

		for (uint32_t i = 0; i < n; i++)
			bytes[i] = pattern(done + i);
		done += ring_put(ring, bytes, n);
	}
	return NULL;
}

Test(ring, two_threads_lose_and_change_nothing)
{
	uint8_t space[256], got[100];
	uint64_t done = 0;
	pthread_t thread;
	struct ring r;

	ring_init(&r, space, sizeof(space));
	cr_assert_eq(pthread_create(&thread, NULL, produce, &r), 0);
	while (done < MUCH) {
		uint32_t n = ring_take(&r, got, sizeof(got));

		for (uint32_t i = 0; i < n; i++)
			cr_assert_eq(got[i], pattern(done + i));
		done += n;
	}
	pthread_join(thread, NULL);
}

/* ---- tails --------------------------------------------------------------------- */

static uint8_t tail_bytes[TAIL_SIZE];

static void append_pattern(struct tail *t, uint64_t until)
{
	while (t->end < until) {
		uint8_t byte = pattern(t->end);

		cr_assert_eq(tail_append(t, &byte, 1), 0);
	}
}

Test(tail, a_reader_begins_with_the_last_64_kib)
{
	uint64_t first = 100000 - TAIL_SIZE, seen = 0;
	const uint8_t *span;
	struct tail t;
	uint32_t n;

	tail_init(&t, tail_bytes);
	append_pattern(&t, 100000);
	cr_assert_eq(tail_peek(&t, &span), 0, "there is no reader yet");
	tail_attach(&t);
	while ((n = tail_peek(&t, &span)) > 0) {
		for (uint32_t i = 0; i < n; i++)
			cr_assert_eq(span[i], pattern(first + seen + i));
		seen += n;
		tail_skip(&t, n);
	}
	cr_assert_eq(seen, TAIL_SIZE);
}

Test(tail, a_slow_reader_loses_the_oldest_bytes_and_they_are_counted)
{
	static uint8_t much[TAIL_SIZE + 10];
	const uint8_t *span;
	struct tail t;

	tail_init(&t, tail_bytes);
	tail_attach(&t);
	cr_assert_eq(tail_append(&t, (const uint8_t *)"abcde", 5), 0);
	tail_skip(&t, 2);
	cr_assert_eq(tail_append(&t, much, TAIL_SIZE - 1), 2);
	cr_assert_eq(tail_peek(&t, &span), TAIL_SIZE - 4);
	cr_assert_eq(*span, 'e');
	cr_assert_eq(tail_append(&t, much, sizeof(much)), TAIL_SIZE + 10);
}
