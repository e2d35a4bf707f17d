/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tries an address, asks who is in the way, and steps past him: each step
 * leaves one owner behind, so a search ends after as many steps as there are
 * owners. Must never give out a span that the file has given to someone.
 */
#include "qvm/x86_64/plan_room.h"

#include "conf/util/claim.h"

void room_init(struct room *room, const struct plan *plan)
{
	*room = (struct room){ .plan = plan };
}

void room_keep(struct room *room, struct range range, const char *name)
{
	CLAIM(room->n_kept < ROOM_KEPT_MAX);
	room->kept[room->n_kept++] = (struct plan_range){
		.range = range, .kind = PLAN_RAM, .name = name,
	};
}

static struct plan_range piece_owner(const struct plan *p,
				     const struct plan_piece *piece)
{
	return (struct plan_range){
		.range = piece->at,
		.name = piece->name,
		.node = piece->image == PLAN_NO_IMAGE
				? NULL : p->image[piece->image].conf->node,
	};
}

struct plan_range room_owner(const struct room *room, struct range range)
{
	const struct plan *p = room->plan;

	for (size_t i = 0; i < room->n_kept; i++)
		if (range_meets(room->kept[i].range, range))
			return room->kept[i];

	for (size_t i = 0; i < p->n_piece; i++)
		if (range_meets(p->piece[i].at, range))
			return piece_owner(p, &p->piece[i]);

	for (size_t i = 0; i < p->memory.n; i++)
		if (p->memory.item[i].kind == PLAN_RESERVE &&
		    range_meets(p->memory.item[i].range, range))
			return p->memory.item[i];

	return (struct plan_range){ .name = NULL };
}

bool room_is_free(const struct room *room, struct range range)
{
	return plan_holding(&room->plan->memory, range, 1u << PLAN_RAM) != NULL &&
	       room_owner(room, range).name == NULL;
}

/* The part of `a` that lies in `b`. False: none. */
static bool common_part(struct range a, struct range b, struct range *part)
{
	uint64_t first = a.at > b.at ? a.at : b.at;
	uint64_t last = range_last(a) < range_last(b) ? range_last(a)
						      : range_last(b);

	if (!range_meets(a, b))
		return false;
	*part = range_between(first, last);
	return true;
}

/* Guest-physical addresses have at most 52 bits: rounding up can't wrap. */
static bool lowest_in(const struct room *room, struct room_want want,
		      struct range ram, struct range *found)
{
	struct range r = { align_up(ram.at, want.align), want.len };

	while (range_holds(ram, r)) {
		struct plan_range owner = room_owner(room, r);

		if (owner.name == NULL) {
			*found = r;
			return true;
		}
		r.at = align_up(range_last(owner.range) + 1, want.align);
	}
	return false;
}

static bool highest_in(const struct room *room, struct room_want want,
		       struct range ram, struct range *found)
{
	uint64_t last = range_last(ram);

	while (last >= ram.at && last - ram.at >= want.len - 1) {
		struct range r = {
			align_down(last - (want.len - 1), want.align), want.len
		};
		struct plan_range owner;

		if (!range_holds(ram, r))
			return false;
		owner = room_owner(room, r);
		if (owner.name == NULL) {
			*found = r;
			return true;
		}
		if (owner.range.at == 0)
			return false;
		last = owner.range.at - 1;
	}
	return false;
}

typedef bool search_fn(const struct room *room, struct room_want want,
		       struct range ram, struct range *found);

/* Searches each ram; keeps the lowest or the highest of what is found. */
static bool search(const struct room *room, struct room_want want,
		   search_fn *in_ram, bool is_highest, struct range *found)
{
	const struct plan_space *memory = &room->plan->memory;
	bool any = false;

	for (size_t i = 0; i < memory->n; i++) {
		struct range part, here;

		if (memory->item[i].kind != PLAN_RAM ||
		    !common_part(memory->item[i].range, want.within, &part) ||
		    !in_ram(room, want, part, &here))
			continue;
		if (!any || (here.at > found->at) == is_highest)
			*found = here;
		any = true;
	}
	return any;
}

bool room_lowest(const struct room *room, struct room_want want,
		 struct range *found)
{
	return search(room, want, lowest_in, false, found);
}

bool room_highest(const struct room *room, struct room_want want,
		  struct range *found)
{
	return search(room, want, highest_in, true, found);
}
