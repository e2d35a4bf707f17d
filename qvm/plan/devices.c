/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `devices:` into the plan: each device meets its vdev's description, and
 * every window and interrupt of the description gets its place from the file.
 * Must never load or run a plug-in.
 */
#include <string.h>

#include "conf/util/claim.h"
#include "qvm/plan/parts.h"

static const char *const space_names[] = {
	[CONF_SPACE_IO] = "io",
	[CONF_SPACE_MMIO] = "mmio",
	[CONF_SPACE_PCI] = "pci",
};

static bool window_offers(const struct conf_vdev_window *w, uint32_t space)
{
	return (space == CONF_SPACE_IO && w->io) ||
	       (space == CONF_SPACE_MMIO && w->mmio);
}

/* The file's place for window `w`, by name, or the only one. */
static const struct conf_named_at *find_at(const struct conf_device *d,
					   const struct conf_vdev *v,
					   const struct conf_vdev_window *w)
{
	for (size_t i = 0; i < d->at.n; i++) {
		const char *name = d->at.item[i].name;

		if (name == NULL ? v->windows.n == 1 : strcmp(name, w->name) == 0)
			return &d->at.item[i];
	}
	return NULL;
}

static const struct conf_named_irq *find_irq(const struct conf_device *d,
					     const struct conf_vdev *v,
					     const struct conf_vdev_irq *q)
{
	for (size_t i = 0; i < d->irq.n; i++) {
		const char *name = d->irq.item[i].name;

		if (name == NULL ? v->irqs.n == 1 : strcmp(name, q->name) == 0)
			return &d->irq.item[i];
	}
	return NULL;
}

/* Names in the file that the description does not have. */
static void unknown_names(const struct plan_device *pd,
			  struct conf_report *report)
{
	const struct conf_device *d = pd->conf;
	const struct conf_vdev *v = pd->vdev;

	for (size_t i = 0; i < d->at.n; i++) {
		bool known = false;

		for (size_t w = 0; w < v->windows.n; w++)
			known |= find_at(d, v, &v->windows.item[w]) ==
				 &d->at.item[i];
		if (!known)
			report_find(report, node_place(d->at.item[i].node),
				    "vdev-window",
				    "vdev %s (%s) has no window `%s`", d->name,
				    d->vdev,
				    d->at.item[i].name != NULL ?
					    d->at.item[i].name :
					    "without a name");
	}
	for (size_t i = 0; i < d->irq.n; i++) {
		bool known = false;

		for (size_t q = 0; q < v->irqs.n; q++)
			known |= find_irq(d, v, &v->irqs.item[q]) ==
				 &d->irq.item[i];
		if (!known)
			report_find(report, node_place(d->irq.item[i].node),
				    "vdev-irq",
				    "vdev %s (%s) has no interrupt `%s`",
				    d->name, d->vdev,
				    d->irq.item[i].name != NULL ?
					    d->irq.item[i].name :
					    "without a name");
	}
}

static void refuse_space(const struct plan_device *pd,
			 const struct conf_named_at *at,
			 const struct conf_vdev_window *w,
			 struct conf_report *report)
{
	struct conf_finding *f = report_find(
		report, node_place(at->at.node), "vdev-space",
		"vdev %s (%s) can't have window `%s` in %s", pd->conf->name,
		pd->conf->vdev, w->name, space_names[at->at.space]);

	finding_fix(report, f, "it can lie in %s",
		    w->io && w->mmio ? "io or mmio" : w->io ? "io" : "mmio");
}

static void place_window(struct plan *p, struct plan_device *pd, uint32_t i,
			 struct conf_report *report)
{
	const struct conf_vdev_window *w = &pd->vdev->windows.item[i];
	const struct conf_named_at *at = find_at(pd->conf, pd->vdev, w);
	struct plan_window *pw = &pd->window[i];
	uint64_t top;

	if (at == NULL) {
		report_find(report, node_place(pd->conf->node), "vdev-window",
			    "vdev %s (%s) needs a place for its window `%s`",
			    pd->conf->name, pd->conf->vdev, w->name);
		return;
	}
	if (!window_offers(w, at->at.space)) {
		refuse_space(pd, at, w, report);
		return;
	}
	pw->desc = w;
	pw->is_io = at->at.space == CONF_SPACE_IO;
	pw->range = (struct range){ pw->is_io ? at->at.io : at->at.mmio,
				    w->size };
	top = pw->is_io ? 0xffff : (UINT64_C(1) << p->address_bits) - 1;
	if (!range_ok(pw->range) || range_last(pw->range) > top) {
		report_find(report, node_place(at->at.node), "address-width",
			    "window `%s` of vdev %s at 0x%llx with 0x%llx "
			    "bytes does not end below 0x%llx",
			    w->name, pd->conf->name,
			    (unsigned long long)pw->range.at,
			    (unsigned long long)pw->range.len,
			    (unsigned long long)top);
		return;
	}
	plan_add_range(p, pw->is_io ? &p->port : &p->memory,
		       (struct plan_range){
			       .range = pw->range,
			       .kind = PLAN_WINDOW,
			       .name = arena_printf(p->arena, "vdev %s",
						    pd->conf->name),
			       .node = at->at.node,
			       .index = (uint32_t)(pd - p->device),
			       .window = i },
		       report);
}

static void place_irq(struct plan *p, struct plan_device *pd, uint32_t i,
		      struct conf_report *report)
{
	const struct conf_vdev_irq *q = &pd->vdev->irqs.item[i];
	const struct conf_named_irq *irq = find_irq(pd->conf, pd->vdev, q);

	pd->irq[i].desc = q;
	if (irq == NULL) {
		if (q->required)
			report_find(report, node_place(pd->conf->node),
				    "vdev-irq",
				    "vdev %s (%s) needs a line for its "
				    "interrupt `%s`",
				    pd->conf->name, pd->conf->vdev, q->name);
		return;
	}
	if (p->n_line == ARRAY_LEN(p->line)) {
		report_find(report, node_place(irq->node), "too-many",
			    "more than %zu interrupt lines",
			    ARRAY_LEN(p->line));
		return;
	}
	pd->irq[i].line = (uint32_t)irq->line;
	pd->irq[i].connected = true;
	p->line[p->n_line++] = (struct plan_line){
		.line = (uint32_t)irq->line,
		.level = q->level != 0,
		.shared = pd->conf->shared,
		.name = arena_printf(p->arena, "vdev %s", pd->conf->name),
		.node = irq->node,
		.device = (uint32_t)(pd - p->device),
		.irq = i,
	};
}

/* Several devices of one kind share one description. */
static const struct conf_vdev *description(struct plan *p,
					   const struct conf_device *d,
					   const char *vdev_path,
					   struct conf_report *report)
{
	for (size_t i = 0; i < p->n_device; i++)
		if (strcmp(p->device[i].conf->vdev, d->vdev) == 0)
			return p->device[i].vdev;
	return conf_vdev_load(vdev_path, d->vdev, node_key_place(d->node, "vdev"),
			      p->arena, report);
}

static void plan_device(struct plan *p, const struct conf_device *d,
			const char *vdev_path, struct conf_report *report)
{
	struct plan_device *pd = &p->device[p->n_device];

	*pd = (struct plan_device){
		.conf = d, .vdev = description(p, d, vdev_path, report)
	};
	if (pd->vdev == NULL)
		return;
	p->n_device++;
	pd->option = conf_options_check(pd->vdev, d, p->arena, report);
	pd->window = arena_array(p->arena, pd->vdev->windows.n,
				 sizeof(*pd->window));
	pd->irq = arena_array(p->arena, pd->vdev->irqs.n, sizeof(*pd->irq));
	unknown_names(pd, report);
	for (uint32_t i = 0; i < pd->vdev->windows.n; i++)
		place_window(p, pd, i, report);
	for (uint32_t i = 0; i < pd->vdev->irqs.n; i++)
		place_irq(p, pd, i, report);
}

void plan_devices(struct plan *p, const char *vdev_path,
		  struct conf_report *report)
{
	const struct conf *c = p->conf;

	if (c->devices.n > PLAN_DEVICES_MAX) {
		report_find(report, node_key_place(c->node, "devices"),
			    "too-many", "%zu devices; at most %d", c->devices.n,
			    PLAN_DEVICES_MAX);
		return;
	}
	for (size_t i = 0; i < c->devices.n; i++)
		plan_device(p, &c->devices.item[i], vdev_path, report);
}
