/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules about memory, boot, devices and what is absent. Must never compare
 * spans with spans: that is the plan's work, which sees all of them.
 */
#include "conf/rules.h"

#include <inttypes.h>
#include <string.h>

#include "conf/keys.h"
#include "conf/scalar.h"
#include "conf/util/range.h"
#include "conf/util/util.h"

void rule_qvm_first(const struct rule_run *run)
{
	const struct conf_node *root = run->conf->node;
	const struct conf_node *version = node_find(root, "qvm");

	if (version == NULL || version == root->first)
		return;
	report_find(run->report, node_entry_place(version), run->name,
		    "`qvm` is not the first key")
		->fix = "move it to the top";
}

/* ---- memory --------------------------------------------------------------- */

static void check_pages(const struct rule_run *run, const struct conf_ram *ram,
			const char *key, uint64_t value, enum field_type type)
{
	static const uint64_t page[] = {
		[CONF_PAGES_4K] = 4 * KIB,
		[CONF_PAGES_2M] = 2 * MIB,
		[CONF_PAGES_1G] = GIB,
	};
	struct arena *arena = run->report->arena;
	uint64_t align = page[ram->pages];
	uint64_t low = align_down(value, align);
	struct conf_finding *f;

	if (low == value)
		return;
	f = report_find(run->report, node_key_place(ram->node, key), run->name,
			"%s is not a multiple of the ram's pages of %s",
			number_show(type, value, arena),
			number_show(FIELD_SIZE, align, arena));
	f->related = node_key_place(ram->node, "pages");
	if (low > 0 || type == FIELD_ADDRESS)
		finding_fix(run->report, f, "the nearest are %s and %s",
			    number_show(type, low, arena),
			    number_show(type, low + align, arena));
	else
		finding_fix(run->report, f, "the nearest is %s",
			    number_show(type, align, arena));
}

void rule_ram_pages(const struct rule_run *run)
{
	for (size_t i = 0; i < run->conf->memory.n; i++) {
		const struct conf_memory *m = &run->conf->memory.item[i];

		if (m->kind != CONF_MEMORY_RAM ||
		    !rule_may_judge(run, m->node))
			continue;
		check_pages(run, &m->ram, "at", m->ram.at, FIELD_ADDRESS);
		check_pages(run, &m->ram, "size", m->ram.size, FIELD_SIZE);
	}
}

static bool memory_has(const struct conf_memory *m, uint64_t address)
{
	struct range r = { 0 };

	if (m->kind == CONF_MEMORY_RAM)
		r = (struct range){ m->ram.at, m->ram.size };
	else if (m->kind == CONF_MEMORY_ROM)
		r = (struct range){ m->rom.at, m->rom.size };
	return range_ok(r) && range_has(r, address);
}

static bool is_memory(const struct conf *conf, uint64_t address)
{
	for (size_t i = 0; i < conf->memory.n; i++)
		if (memory_has(&conf->memory.item[i], address))
			return true;
	return false;
}

void rule_load_begins(const struct rule_run *run)
{
	const struct conf *conf = run->conf;

	if (!rule_may_judge(run, node_find(conf->node, "memory")))
		return;
	for (size_t i = 0; i < conf->memory.n; i++) {
		const struct conf_memory *m = &conf->memory.item[i];

		if (m->kind != CONF_MEMORY_LOAD || is_memory(conf, m->load.at))
			continue;
		report_find(run->report, node_key_place(m->load.node, "at"),
			    run->name,
			    "the image %s would begin at 0x%" PRIx64
			    ", where there is neither ram nor rom",
			    m->load.image.file, m->load.at)
			->fix = "move it, or declare memory there";
	}
}

void rule_linux_ram(const struct rule_run *run)
{
	const struct conf *conf = run->conf;

	if (conf->boot.linux_.node == NULL ||
	    !rule_may_judge(run, node_find(conf->node, "memory")))
		return;
	for (size_t i = 0; i < conf->memory.n; i++)
		if (conf->memory.item[i].kind == CONF_MEMORY_RAM &&
		    conf->memory.item[i].ram.at == 0)
			return;
	report_find(run->report, node_key_place(conf->node, "memory"),
		    run->name, "a Linux kernel needs ram at 0x0, and there is "
			       "none")
		->fix = "let a ram entry begin there";
}

/* ---- tables --------------------------------------------------------------- */

static void check_tables_key(const struct rule_run *run, const char *key,
			     const char *example)
{
	const struct conf_tables *t = &run->conf->tables;
	bool is_wanted = t->acpi == CONF_ACPI_REDUCED;
	struct conf_finding *f;

	if (is_wanted == (node_find(t->node, key) != NULL))
		return;
	if (is_wanted) {
		f = report_find(run->report, node_place(t->node), run->name,
				"`acpi` is reduced, and there is no `%s`", key);
		finding_fix(run->report, f, "add `%s: %s`", key, example);
	} else {
		f = report_find(run->report, node_key_place(t->node, key),
				run->name, "`acpi` is none, so `%s` says "
					   "nothing", key);
		f->fix = "remove it";
	}
}

void rule_tables_at(const struct rule_run *run)
{
	const struct conf_node *tables = run->conf->tables.node;

	if (tables == NULL || !rule_may_judge(run, tables))
		return;
	check_tables_key(run, "at", "{ io: 0x600 }");
	check_tables_key(run, "irq", "9");
}

/* ---- devices -------------------------------------------------------------- */

static const struct conf_device *find_namesake(const struct conf *conf,
					       const struct conf_device *d)
{
	const struct conf_device *other = conf->devices.item;

	for (; other < d; other++)
		if (other->name != NULL && strcmp(other->name, d->name) == 0)
			return other;
	return NULL;
}

void rule_name_once(const struct rule_run *run)
{
	const struct conf *conf = run->conf;

	for (size_t i = 0; i < conf->devices.n; i++) {
		const struct conf_device *d = &conf->devices.item[i];
		const struct conf_device *other;
		struct conf_finding *f;

		if (d->name == NULL)
			continue;
		other = find_namesake(conf, d);
		if (other == NULL)
			continue;
		f = report_find(run->report, node_key_place(d->node, "name"),
				run->name, "another device is called `%s`",
				d->name);
		f->related = node_key_place(other->node, "name");
		f->fix = "give each its own name";
	}
}

void rule_shared_irq(const struct rule_run *run)
{
	const struct conf *conf = run->conf;

	for (size_t i = 0; i < conf->devices.n; i++) {
		const struct conf_device *d = &conf->devices.item[i];

		if (!d->shared || d->irq.n > 0 || !rule_may_judge(run, d->node))
			continue;
		report_find(run->report, node_key_place(d->node, "shared"),
			    run->name,
			    "`%s` would share its interrupt line, and has none",
			    d->name)
			->fix = "add `irq`, or remove `shared`";
	}
}

/* ---- absent --------------------------------------------------------------- */

static void check_absent_end(const struct rule_run *run,
			     const struct conf_absent *a)
{
	uint64_t last = a->kind == CONF_ABSENT_IO ? PORT_MAX : ADDRESS_MAX;
	struct arena *arena = run->report->arena;

	if (a->size - 1 <= last - a->at)
		return;
	report_find(run->report, node_key_place(a->node, "size"), run->name,
		    "%s from 0x%" PRIx64 " on end past the last %s, 0x%" PRIx64,
		    number_show(FIELD_SIZE, a->size, arena), a->at,
		    a->kind == CONF_ABSENT_IO ? "port" : "address", last);
}

static void check_absent_size(const struct rule_run *run,
			      const struct conf_absent *a)
{
	bool has_size = node_find(a->node, "size") != NULL;
	bool is_msr = a->kind == CONF_ABSENT_MSR;

	if (!is_msr && !has_size)
		report_find(run->report, node_place(a->node), run->name,
			    "absent %s have no size",
			    a->kind == CONF_ABSENT_IO ? "ports" : "addresses")
			->fix = "add one, for example `size: 8`";
	else if (is_msr && has_size)
		report_find(run->report, node_key_place(a->node, "size"),
			    run->name, "an MSR has no size")
			->fix = "remove it; each MSR is an entry of its own";
	else if (!is_msr)
		check_absent_end(run, a);
}

void rule_absent_size(const struct rule_run *run)
{
	for (size_t i = 0; i < run->conf->absent.n; i++) {
		const struct conf_absent *a = &run->conf->absent.item[i];

		if (rule_may_judge(run, a->node))
			check_absent_size(run, a);
	}
}

void rule_absent_gives(const struct rule_run *run)
{
	for (size_t i = 0; i < run->conf->absent.n; i++) {
		const struct conf_absent *a = &run->conf->absent.item[i];
		bool is_msr = a->kind == CONF_ABSENT_MSR;
		bool is_msr_word = a->gives == CONF_GIVES_ZERO ||
				   a->gives == CONF_GIVES_FAULT;

		if (is_msr == is_msr_word || !rule_may_judge(run, a->node))
			continue;
		report_find(run->report, node_key_place(a->node, "gives"),
			    run->name, "%s can't give that",
			    is_msr ? "an MSR" : "ports and memory")
			->fix = is_msr ? "write `zero` or `fault`"
				       : "write `ones` or `zeros`";
	}
}
