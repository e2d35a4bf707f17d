/* SPDX-License-Identifier: Apache-2.0 */
/*
 * range: a span of an address space, [at, at + len).
 *
 * Spans are kept, cut and compared only through this file. Nobody adds
 * `at + len`: for the topmost span that sum is 2^64 and wraps. range_last()
 * does not. Everything but range_ok() requires range_ok().
 */
#ifndef QVM_CONF_UTIL_RANGE_H
#define QVM_CONF_UTIL_RANGE_H

#include <stdbool.h>
#include <stdint.h>

struct range {
	uint64_t at;
	uint64_t len; /* bytes; an empty span is not range_ok() */
};

/* Not empty, and does not wrap. */
static inline bool range_ok(struct range r)
{
	return r.len != 0 && r.len - 1 <= UINT64_MAX - r.at;
}

static inline uint64_t range_last(struct range r)
{
	return r.at + (r.len - 1);
}

static inline bool range_meets(struct range a, struct range b)
{
	return a.at <= range_last(b) && b.at <= range_last(a);
}

static inline bool range_holds(struct range outer, struct range inner)
{
	return outer.at <= inner.at && range_last(inner) <= range_last(outer);
}

static inline bool range_has(struct range r, uint64_t address)
{
	return r.at <= address && address <= range_last(r);
}

/* The span from `first` to `last`, both inside it. Requires first <= last and
 * not the whole of the address space. */
static inline struct range range_between(uint64_t first, uint64_t last)
{
	return (struct range){ first, last - first + 1 };
}

/* `align` is a power of two. Rounding up may wrap to 0: check where the value
 * comes from outside. */
static inline uint64_t align_down(uint64_t value, uint64_t align)
{
	return value & ~(align - 1);
}

static inline uint64_t align_up(uint64_t value, uint64_t align)
{
	return align_down(value + (align - 1), align);
}

static inline bool is_aligned(uint64_t value, uint64_t align)
{
	return (value & (align - 1)) == 0;
}

#endif
