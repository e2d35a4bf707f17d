/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conflicts: two claims on the same byte, port, line, MSR or terminal. Each is
 * told once, with both parties, both values and the way out. Must never
 * resolve a conflict: which of the two is wrong only the author knows.
 */
#include <stdio.h>
#include <string.h>

#include "qvm/plan/parts.h"

/* "vdev console 0x4f000000..0x4f000fff" */
static const char *told(const struct plan *p, const struct plan_range *r)
{
	return arena_printf(p->arena, "%s 0x%llx..0x%llx", r->name,
			    (unsigned long long)r->range.at,
			    (unsigned long long)range_last(r->range));
}

/* A reserve may lie in a ram: that is what it is for. */
static bool may_nest(const struct plan_range *outer,
		     const struct plan_range *inner)
{
	return outer->kind == PLAN_RAM && inner->kind == PLAN_RESERVE &&
	       range_holds(outer->range, inner->range);
}

static void fix_overlap(struct conf_report *report, struct conf_finding *f,
			const struct plan_range *a, const struct plan_range *b)
{
	if (a->kind == PLAN_RAM && b->range.at > a->range.at)
		finding_fix(report, f,
			    "move one of them, or end the ram at 0x%llx",
			    (unsigned long long)(b->range.at - 1));
	else if (a->kind == PLAN_RESERVE || b->kind == PLAN_RESERVE)
		finding_fix(report, f,
			    "a reserve lies inside one ram, or in nothing");
	else
		finding_fix(report, f, "move one of them");
}

static void tell_overlap(struct plan *p, const struct plan_range *a,
			 const struct plan_range *b, struct conf_report *report)
{
	struct conf_finding *f;

	if (a->node == NULL) {
		const struct plan_range *swap = a;

		a = b;
		b = swap;
	}
	f = report_find(report, node_place(a->node), "no-overlap",
			"%s overlaps %s", told(p, a), told(p, b));
	if (b->node != NULL)
		f->related = node_place(b->node);
	fix_overlap(report, f, a, b);
}

static void space_conflicts(struct plan *p, const struct plan_space *space,
			    struct conf_report *report)
{
	for (size_t i = 0; i < space->n; i++)
		for (size_t j = i + 1; j < space->n; j++) {
			const struct plan_range *a = &space->item[i];
			const struct plan_range *b = &space->item[j];

			if (range_meets(a->range, b->range) &&
			    !may_nest(a, b) && !may_nest(b, a))
				tell_overlap(p, a, b, report);
		}
}

static void line_conflict(const struct plan_line *a, const struct plan_line *b,
			  struct conf_report *report)
{
	struct conf_finding *f;

	if (a->line != b->line || (a->shared && b->shared))
		return;
	f = report_find(report, node_place(b->node), "irq-once",
			"%s and %s both drive interrupt line %u", a->name,
			b->name, a->line);
	if (a->node != NULL)
		f->related = node_place(a->node);
	if (a->device == PLAN_NO_DEVICE || b->device == PLAN_NO_DEVICE)
		f->fix = "give one of them another line";
	else
		f->fix = "give one of them another line, or write `shared: "
			 "true` on each";
}

static void msr_conflict(const struct plan *p, const struct plan_msr *a,
			 const struct plan_msr *b, struct conf_report *report)
{
	struct conf_finding *f;

	if (a->index != b->index)
		return;
	f = report_find(report,
			node_place(p->conf->absent.item[b->absent].node),
			"no-overlap", "MSR 0x%x is declared absent twice",
			b->index);
	f->related = node_place(p->conf->absent.item[a->absent].node);
	finding_fix(report, f, "remove one of the rows");
}

static const struct conf_option *stdio_of(const struct plan_device *d, bool in)
{
	if (d->option == NULL)
		return NULL;
	for (size_t i = 0; i < d->vdev->options.n; i++) {
		const struct conf_option *o = &d->option[i];

		if (o->row->type == CONF_VDEV_CHARDEV &&
		    (in ? o->row->in : o->row->out) &&
		    o->value.chardev.kind == CONF_CHARDEV_STDIO)
			return o;
	}
	return NULL;
}

/* The process has one standard input and one standard output. */
static void stdio_conflicts(const struct plan *p, bool in,
			    struct conf_report *report)
{
	const struct plan_device *owner = NULL;

	for (size_t i = 0; i < p->n_device; i++) {
		const struct plan_device *d = &p->device[i];
		struct conf_finding *f;

		if (stdio_of(d, in) == NULL)
			continue;
		if (owner == NULL) {
			owner = d;
			continue;
		}
		f = report_find(report, node_place(d->conf->node), "stdio-once",
				"vdev %s and vdev %s both use standard %s",
				owner->conf->name, d->conf->name,
				in ? "input" : "output");
		f->related = node_place(owner->conf->node);
		finding_fix(report, f,
			    "attach one of them to a file, a pty, a socket or "
			    "none");
		return;
	}
}

static const struct conf_chardev *chardev_of(const struct plan_device *d,
					     size_t i)
{
	if (d->option == NULL || d->vdev->options.item[i].type !=
					 CONF_VDEV_CHARDEV)
		return NULL;
	return &d->option[i].value.chardev;
}

/* Do two places outside share a file? A capped file has a second one. */
static bool share_path(const struct conf_chardev *a,
		       const struct conf_chardev *b)
{
	size_t len;

	if (a->path == NULL || b->path == NULL)
		return false;
	if (strcmp(a->path, b->path) == 0)
		return true;
	len = strlen(a->path);
	return a->cap != 0 && strncmp(a->path, b->path, len) == 0 &&
	       strcmp(b->path + len, ".1") == 0;
}

static void tell_shared(const struct plan_device *a,
			const struct plan_device *b, const char *path,
			struct conf_report *report)
{
	struct conf_finding *f = report_find(
		report, node_place(b->conf->node), "chardev-once",
		"vdev %s and vdev %s both use \"%s\"", a->conf->name,
		b->conf->name, path);

	f->related = node_place(a->conf->node);
	f->fix = "give one of them another place";
}

static void chardev_conflict(const struct plan_device *a,
			     const struct plan_device *b,
			     struct conf_report *report)
{
	for (size_t i = 0; i < a->vdev->options.n; i++)
		for (size_t j = 0; j < b->vdev->options.n; j++) {
			const struct conf_chardev *x = chardev_of(a, i);
			const struct conf_chardev *y = chardev_of(b, j);

			if (x == NULL || y == NULL ||
			    (!share_path(x, y) && !share_path(y, x)))
				continue;
			tell_shared(a, b, y->path, report);
			return;
		}
}

/* Output must not go into a file that the guest is made from. */
static void image_conflict(const struct plan *p, const struct plan_device *d,
			   struct conf_report *report)
{
	for (size_t i = 0; i < d->vdev->options.n; i++)
		for (size_t j = 0; j < p->n_image; j++) {
			const struct conf_chardev *c = chardev_of(d, i);

			if (c == NULL || c->path == NULL ||
			    strcmp(c->path, p->image[j].conf->file) != 0)
				continue;
			finding_fix(report,
				    report_find(report, node_place(d->conf->node),
						"chardev-once",
						"vdev %s would write to \"%s\", "
						"which is the %s",
						d->conf->name, c->path,
						p->image[j].what),
				    "give its output another place");
		}
}

static void place_conflicts(const struct plan *p, struct conf_report *report)
{
	for (size_t i = 0; i < p->n_device; i++) {
		image_conflict(p, &p->device[i], report);
		for (size_t j = i + 1; j < p->n_device; j++)
			chardev_conflict(&p->device[i], &p->device[j], report);
	}
}

static bool both_provide(const struct conf_vdev *a, const struct conf_vdev *b)
{
	return (a->legacy_cmos && b->legacy_cmos) ||
	       (a->legacy_i8042 && b->legacy_i8042);
}

/* A guest is told of one clock and one keyboard controller. */
static void legacy_conflicts(const struct plan *p, struct conf_report *report)
{
	for (size_t i = 0; i < p->n_device; i++)
		for (size_t j = i + 1; j < p->n_device; j++) {
			const struct plan_device *a = &p->device[i];
			const struct plan_device *b = &p->device[j];

			if (!both_provide(a->vdev, b->vdev))
				continue;
			report_find(report, node_place(b->conf->node),
				    "legacy-once",
				    "vdev %s and vdev %s are the same part of "
				    "a PC",
				    a->conf->name, b->conf->name)
				->related = node_place(a->conf->node);
		}
}

void plan_conflicts(struct plan *p, struct conf_report *report)
{
	space_conflicts(p, &p->memory, report);
	space_conflicts(p, &p->port, report);
	for (size_t i = 0; i < p->n_line; i++)
		for (size_t j = i + 1; j < p->n_line; j++)
			line_conflict(&p->line[i], &p->line[j], report);
	for (size_t i = 0; i < p->n_msr; i++)
		for (size_t j = i + 1; j < p->n_msr; j++)
			msr_conflict(p, &p->msr[i], &p->msr[j], report);
	legacy_conflicts(p, report);
	place_conflicts(p, report);
	stdio_conflicts(p, false, report);
	if (report->n == 0)
		stdio_conflicts(p, true, report);
}

void plan_check_pieces(struct plan *p, struct conf_report *report)
{
	const unsigned backed = 1u << PLAN_RAM | 1u << PLAN_ROM;

	for (size_t i = 0; i < p->n_piece; i++) {
		const struct plan_piece *a = &p->piece[i];

		if (plan_holding(&p->memory, a->at, backed) == NULL)
			report_find(report, node_place(p->conf->boot.node),
				    "piece-inside",
				    "%s 0x%llx..0x%llx does not lie inside one "
				    "ram or rom",
				    a->name, (unsigned long long)a->at.at,
				    (unsigned long long)range_last(a->at));
		for (size_t j = i + 1; j < p->n_piece; j++) {
			const struct plan_piece *b = &p->piece[j];

			if (range_meets(a->at, b->at))
				report_find(
					report, node_place(p->conf->boot.node),
					"no-overlap",
					"%s 0x%llx..0x%llx overlaps %s "
					"0x%llx..0x%llx",
					a->name, (unsigned long long)a->at.at,
					(unsigned long long)range_last(a->at),
					b->name, (unsigned long long)b->at.at,
					(unsigned long long)range_last(b->at));
		}
	}
}
