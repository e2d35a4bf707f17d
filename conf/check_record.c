/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mappings by their tables: which keys there are, and which are missing. Must
 * never know what a key means, and never tell one cause twice.
 */
#include "conf/check.h"

#include <string.h>

#include "conf/rule.h"
#include "conf/scalar.h"

static void *at(void *record, size_t offset)
{
	return (char *)record + offset;
}

/* ---- unknown and missing keys --------------------------------------------- */

static const char *list_keys(const struct conf_record *record, uint32_t flags,
			     struct arena *arena)
{
	const char *keys = "";

	for (size_t i = 0; i < record->n; i++)
		if ((record->field[i].flags & flags) == flags)
			keys = arena_printf(arena, "%s%s`%s`", keys,
					    keys[0] != '\0' ? ", " : "",
					    record->field[i].key);
	return keys;
}

static void refuse_unknown(const struct check *c, const struct conf_node *key,
			   const struct conf_record *record)
{
	struct conf_report *report = c->report;
	struct conf_finding *f;
	const char *nearest;

	f = report_find(report, node_place(key), rule_name(RULE_UNKNOWN_KEY),
			"%s is not a key of %s",
			node_show(key, report->arena), record->name);
	if (f == &report->scratch)
		return;
	nearest = record_nearest(record, key->text);
	if (nearest != NULL)
		finding_fix(report, f, "did you mean `%s`?", nearest);
	else
		finding_fix(report, f, "its keys are %s",
			    list_keys(record, 0, report->arena));
}

/* Every key of the file is one of the table. */
static void check_keys(const struct check *c, const struct conf_node *node,
		       const struct conf_record *record)
{
	for (const struct conf_node *e = node->first; e != NULL; e = e->next)
		if (e->key->kind == NODE_VALUE &&
		    record_find(record, e->key->text) == NULL)
			refuse_unknown(c, e->key, record);
}

/*
 * Whether a key that is not in the table was probably meant to be this one:
 * then there is a finding for it. Looks at the first entries only, so that
 * thousands of unknown keys stay cheap.
 */
static bool is_misspelt(const struct conf_node *node,
			const struct conf_record *record, const char *key)
{
	size_t looks = 64;

	for (const struct conf_node *e = node->first; e != NULL && looks > 0;
	     e = e->next, looks--) {
		const char *nearest;

		if (e->key->kind != NODE_VALUE ||
		    record_find(record, e->key->text) != NULL)
			continue;
		nearest = record_nearest(record, e->key->text);
		if (nearest != NULL && strcmp(nearest, key) == 0)
			return true;
	}
	return false;
}

static void refuse_missing(const struct check *c, const struct conf_node *node,
			   const struct conf_record *record,
			   const struct conf_field *field)
{
	struct conf_finding *f;

	if (is_misspelt(node, record, field->key))
		return;
	f = report_find(c->report, node_place(node),
			rule_name(RULE_MISSING_KEY), "%s has no `%s`",
			record->name, field->key);
	if (field->example != NULL)
		finding_fix(c->report, f, "add `%s: %s`", field->key,
			    field->example);
}

/* ---- defaults ------------------------------------------------------------- */

/* The default is read as if the file had it, at no place. */
static void read_unset(const struct check *c, const struct conf_field *field,
		       void *into)
{
	const struct conf_node node = {
		.kind = NODE_VALUE,
		.text = field->unset,
		.len = strlen(field->unset),
		.quoted = scalar_is_quoted(c, field),
	};

	check_field(c, &node, field, into);
}

static void set_missing(const struct check *c, const struct conf_field *field,
			void *into)
{
	if (field->unset != NULL)
		read_unset(c, field, into);
	else if (field->type == FIELD_RECORD && field->shape == SHAPE_ONE)
		check_unset(c, field->record, into);
}

void check_unset(const struct check *c, const struct conf_record *record,
		 void *into)
{
	for (size_t i = 0; i < record->n; i++)
		set_missing(c, &record->field[i],
			    at(into, record->field[i].offset));
}

/* ---- keys that exclude each other ----------------------------------------- */

/* The keys of a mapping that exclude each other, in file order. */
struct group {
	size_t rows;  /* in the table */
	size_t n;     /* in the file */
	const struct conf_node *first, *last;
};

static struct group find_group(const struct conf_node *node,
			       const struct conf_record *record)
{
	struct group g = { 0 };

	for (size_t i = 0; i < record->n; i++)
		g.rows += (record->field[i].flags & FIELD_ONE_OF) != 0;
	if (g.rows == 0)
		return g;
	for (const struct conf_node *e = node->first; e != NULL; e = e->next) {
		const struct conf_field *f =
			e->key->kind == NODE_VALUE
				? record_find(record, e->key->text)
				: NULL;

		if (f == NULL || (f->flags & FIELD_ONE_OF) == 0)
			continue;
		if (g.n++ == 0)
			g.first = e;
		g.last = e;
	}
	return g;
}

/* Which of the table's ONE_OF rows the key is. */
static uint32_t group_kind(const struct conf_node *entry,
			   const struct conf_record *record)
{
	uint32_t kind = 0;

	for (size_t i = 0; i < record->n; i++) {
		if (node_is(entry->key, record->field[i].key))
			break;
		kind += (record->field[i].flags & FIELD_ONE_OF) != 0;
	}
	return kind;
}

static bool is_group_misspelt(const struct conf_node *node,
			      const struct conf_record *record)
{
	for (size_t i = 0; i < record->n; i++)
		if ((record->field[i].flags & FIELD_ONE_OF) != 0 &&
		    is_misspelt(node, record, record->field[i].key))
			return true;
	return false;
}

static void check_group(const struct check *c, const struct group *g,
			const struct conf_node *node,
			const struct conf_record *record)
{
	struct conf_report *report = c->report;

	if (g->rows == 0 || g->n == 1)
		return;
	if (g->n > 1)
		report_find(report, node_entry_place(g->last),
			    rule_name(RULE_ONE_KEY), "%s has `%s` and `%s`",
			    record->name, g->first->key->text,
			    g->last->key->text)
			->fix = "keep one of them";
	else if (!is_group_misspelt(node, record))
		report_find(report, node_place(node), rule_name(RULE_ONE_KEY),
			    "%s has none of %s", record->name,
			    list_keys(record, FIELD_ONE_OF, report->arena))
			->fix = "give one of them";
}

/* ---- the whole mapping ---------------------------------------------------- */

/* A refused key may have been the one that is missing now. */
static bool has_refused_key(const struct conf_node *node)
{
	for (const struct conf_node *e = node->first; e != NULL; e = e->next)
		if (e->key->kind != NODE_VALUE)
			return true;
	return false;
}

void check_record(const struct check *c, const struct conf_node *node,
		  const struct conf_record *record, void *into)
{
	bool is_whole = !has_refused_key(node);
	struct group group = find_group(node, record);

	*(const struct conf_node **)into = node;
	check_keys(c, node, record);
	for (size_t i = 0; i < record->n; i++) {
		const struct conf_field *f = &record->field[i];
		const struct conf_node *entry = node_find(node, f->key);

		if (entry != NULL)
			check_field(c, entry, f, at(into, f->offset));
		else if ((f->flags & FIELD_REQUIRED) == 0)
			set_missing(c, f, at(into, f->offset));
		else if (is_whole)
			refuse_missing(c, node, record, f);
	}
	if (is_whole)
		check_group(c, &group, node, record);
	if (record->kind != RECORD_NO_KIND && group.n > 0)
		*(uint32_t *)at(into, record->kind) =
			group_kind(group.last, record);
}
