/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan's own calls: adding to its tables and looking things up. Must never
 * look at the host: the same file gives the same plan on any machine.
 */
#include "qvm/plan/plan.h"

#include "conf/util/claim.h"

void plan_add_range(struct plan *p, struct plan_space *space,
		    struct plan_range range, struct conf_report *report)
{
	CLAIM(range_ok(range.range));
	if (space->n == ARRAY_LEN(space->item)) {
		report_find(report, node_place(range.node), "too-many",
			    "%s is more than the %zu ranges that one %s "
			    "space of a guest may hold",
			    range.name, ARRAY_LEN(space->item),
			    space == &p->port ? "port" : "memory");
		return;
	}
	space->item[space->n++] = range;
}

static struct plan_piece *add_piece(struct plan *p, const char *name,
				    struct range at, struct conf_report *report)
{
	if (p->n_piece == ARRAY_LEN(p->piece)) {
		report_find(report, node_place(p->conf->boot.node), "too-many",
			    "%s is more than the %zu images and tables that "
			    "a guest may hold",
			    name, ARRAY_LEN(p->piece));
		return NULL;
	}
	p->piece[p->n_piece] = (struct plan_piece){
		.name = name, .at = at, .image = PLAN_NO_IMAGE
	};
	return &p->piece[p->n_piece++];
}

void plan_add_bytes(struct plan *p, const char *name, uint64_t at,
		    const void *bytes, uint64_t len, struct conf_report *report)
{
	struct plan_piece *piece =
		add_piece(p, name, (struct range){ at, len }, report);

	if (piece != NULL)
		piece->bytes = bytes;
}

void plan_add_file(struct plan *p, const char *name, uint64_t at,
		   uint32_t image, uint64_t file_offset, uint64_t len,
		   struct conf_report *report)
{
	struct plan_piece *piece =
		add_piece(p, name, (struct range){ at, len }, report);

	if (piece != NULL) {
		piece->image = image;
		piece->file_offset = file_offset;
	}
}

const struct plan_range *plan_holding(const struct plan_space *space,
				      struct range r, unsigned kinds)
{
	if (!range_ok(r))
		return NULL;
	for (size_t i = 0; i < space->n; i++) {
		const struct plan_range *item = &space->item[i];

		if ((kinds >> item->kind & 1u) != 0 &&
		    range_holds(item->range, r))
			return item;
	}
	return NULL;
}
