/* SPDX-License-Identifier: Apache-2.0 */
/*
 * room: where in guest ram something may be put.
 *
 *   room_init -> room_keep* -> { room_lowest, room_highest }*
 *
 * Free is what lies in ram, and in no reserve, in no piece of the plan and in
 * no span that is kept. A span that was found stays free until the caller
 * adds a piece there or keeps it. Reads the plan, never changes it.
 */
#ifndef QVM_X86_64_PLAN_ROOM_H
#define QVM_X86_64_PLAN_ROOM_H

#include "qvm/plan/plan.h"

enum { ROOM_KEPT_MAX = 4 };

struct room {
	const struct plan *plan;
	struct plan_range kept[ROOM_KEPT_MAX];
	size_t n_kept;
};

/* What is wanted: `len` bytes at a multiple of `align`, wholly in `within`. */
struct room_want {
	uint64_t len;
	uint64_t align; /* a power of two */
	struct range within;
};

void room_init(struct room *room, const struct plan *plan);

/* Takes a span that has no piece, or a smaller one: what a kernel needs behind
 * its image. `name` outlives the room. */
void room_keep(struct room *room, struct range range, const char *name);

/* Whoever has part of `range`; name NULL: nobody, or not all of it is ram. */
struct plan_range room_owner(const struct room *room, struct range range);

/* True if `range` is ram and nobody's. */
bool room_is_free(const struct room *room, struct range range);

/* The free span with the lowest or the highest address. False: none. */
bool must_check room_lowest(const struct room *room, struct room_want want,
			    struct range *found);
bool must_check room_highest(const struct room *room, struct room_want want,
			     struct range *found);

#endif
