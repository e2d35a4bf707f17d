/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every range of the plan begins and ends at an edge, and all addresses
 * between two neighbouring edges are of one type. So: gather the edges, sort
 * them, ask for the type once in each gap. Must never tell ram that is not
 * there, nor a reserve or a table as ram.
 */
#include "qvm/x86_64/plan_e820.h"

#include <stdlib.h>

#include "conf/util/claim.h"

enum {
	EDGES_MAX = 2 * (PLAN_RANGES_MAX + 1),
	E820_NOTHING = 0, /* no entry: the guest is told nothing */
};

struct edges {
	uint64_t at[EDGES_MAX];
	size_t n;
};

static void add_edges(struct edges *e, struct range r)
{
	CLAIM(e->n + 2 <= EDGES_MAX);
	e->at[e->n++] = r.at;
	/* Addresses have at most 52 bits: behind the last one is no wrap. */
	e->at[e->n++] = range_last(r) + 1;
}

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Memory the guest must leave alone is told as reserved: a reserve wherever
 * it lies, and rom. The rest of the map is no memory and not told. */
static unsigned type_at(const struct plan *p, struct range tables,
			uint64_t address)
{
	const struct range byte = { address, 1 };

	if (tables.len != 0 && range_has(tables, address))
		return PLAN_E820_ACPI;
	if (plan_holding(&p->memory, byte,
			 1u << PLAN_RESERVE | 1u << PLAN_ROM) != NULL)
		return PLAN_E820_RESERVED;
	if (plan_holding(&p->memory, byte, 1u << PLAN_RAM) != NULL)
		return PLAN_E820_RAM;
	return E820_NOTHING;
}

static void find_e820_fits(struct plan *p, struct conf_report *report)
{
	struct conf_finding *f = report_find(
		report, node_key_place(p->conf->node, "memory"), "e820-fits",
		"the guest's memory map takes more than the %d entries that it "
		"may have", PLAN_E820_MAX);

	finding_fix(report, f, "declare fewer, larger spans of ram, rom and "
		    "reserve");
}

/* Appends a span, or makes the last one longer. False: no entry is left. */
static bool append(struct plan *p, struct range r, enum plan_e820_type type)
{
	struct plan_e820 *last = p->n_e820 > 0 ? &p->e820[p->n_e820 - 1] : NULL;

	if (last != NULL && last->type == type &&
	    range_last(last->range) + 1 == r.at) {
		last->range.len += r.len;
		return true;
	}
	if (p->n_e820 == PLAN_E820_MAX)
		return false;
	p->e820[p->n_e820++] = (struct plan_e820){ r, type };
	return true;
}

void plan_e820_make(struct plan *p, struct range tables,
		    struct conf_report *report)
{
	struct edges e = { .n = 0 };

	for (size_t i = 0; i < p->memory.n; i++)
		add_edges(&e, p->memory.item[i].range);
	if (tables.len != 0)
		add_edges(&e, tables);
	qsort(e.at, e.n, sizeof(e.at[0]), compare);

	p->n_e820 = 0;
	for (size_t i = 0; i + 1 < e.n; i++) {
		unsigned type = type_at(p, tables, e.at[i]);

		if (e.at[i] == e.at[i + 1] || type == E820_NOTHING)
			continue;
		if (!append(p, range_between(e.at[i], e.at[i + 1] - 1),
			    (enum plan_e820_type)type)) {
			find_e820_fits(p, report);
			return;
		}
	}
}
