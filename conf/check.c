/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values, lists and named values by their rows. Must never know what a key
 * means.
 */
#include "conf/check.h"

#include <string.h>

#include "conf/chardev.h"
#include "conf/rule.h"
#include "conf/scalar.h"
#include "conf/util/claim.h"

const char *check_dir(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return "";
	return arena_text(arena, path, (size_t)(slash - path) + 1);
}

static void *at(void *record, size_t offset)
{
	return (char *)record + offset;
}

/* ---- kinds ---------------------------------------------------------------- */

void check_refuse_kind(const struct check *c, const struct conf_node *node,
		       const struct conf_field *field)
{
	struct arena *arena = c->report->arena;
	struct conf_finding *f;
	const char *colon;

	if (node->kind == NODE_REFUSED)
		return;
	f = report_find(c->report, node_place(node), rule_name(RULE_KIND),
			"`%s` takes %s, not %s", field->key, field_noun(field),
			node_show(node, arena));
	colon = node->kind == NODE_VALUE && !node->quoted
			? strchr(node->text, ':')
			: NULL;
	if (colon != NULL && colon > node->text && colon[1] != '\0')
		finding_fix(c->report, f,
			    "put a blank after the colon: `%.*s: %.40s`",
			    (int)(colon - node->text < 40 ? colon - node->text
							  : 40),
			    node->text, colon + 1);
	else if (field->example != NULL)
		finding_fix(c->report, f, "for example `%s: %s`", field->key,
			    field->example);
}

/* ---- lists ---------------------------------------------------------------- */

static bool check_count(const struct check *c, const struct conf_node *node,
			const struct conf_field *field)
{
	bool may_be_empty = (field->flags & FIELD_EMPTY) != 0;

	if ((node->n >= 1 || may_be_empty) && node->n <= field->max_items)
		return true;
	if (node->n == 0)
		report_find(c->report, node_place(node),
			    rule_name(RULE_LIST_LENGTH), "`%s` is empty",
			    field->key)
			->fix = "remove the key, or give it an entry";
	else
		report_find(c->report, node_place(node),
			    rule_name(RULE_LIST_LENGTH),
			    "`%s` has %zu entries; at most %zu are possible",
			    field->key, node->n, field->max_items);
	return false;
}

static void check_one(const struct check *c, const struct conf_node *node,
		      const struct conf_field *field, void *into)
{
	/* Of a record that can't be read, the place at least is known. */
	if (field->type == FIELD_NODE || field->type == FIELD_RECORD)
		*(const struct conf_node **)into = node;
	if (node->kind == NODE_REFUSED || field->type == FIELD_NODE)
		return;
	if (field->type == FIELD_CHARDEV)
		chardev_read(c, node, field, into);
	else if (field->type == FIELD_RECORD && node->kind == NODE_MAP)
		check_record(c, node, field->record, into);
	else if (field->type != FIELD_RECORD && node->kind == NODE_VALUE)
		scalar_read(c, node, field, into);
	else
		check_refuse_kind(c, node, field);
}

static struct conf_items new_items(const struct check *c, size_t n,
				   const struct conf_field *field)
{
	return (struct conf_items){
		.item = arena_array(c->report->arena, n, field->item),
		.n = n,
	};
}

static void check_list(const struct check *c, const struct conf_node *node,
		       const struct conf_field *field, void *into)
{
	const struct conf_field item = {
		.key = field->key,
		.type = field->type,
		.min = field->min,
		.max = field->max,
		.align = field->align,
		.words = field->words,
		.record = field->record,
	};
	struct conf_items items;
	size_t i = 0;

	if (node->kind != NODE_LIST) {
		check_refuse_kind(c, node, field);
		return;
	}
	if (!check_count(c, node, field))
		return;
	items = new_items(c, node->n, field);
	for (const struct conf_node *e = node->first; e != NULL; e = e->next)
		check_one(c, e, &item, at(items.item, field->item * i++));
	memcpy(into, &items, sizeof(items));
}

/* ---- one value, or one for each name -------------------------------------- */

/* A record's own keys have values; names have records. */
static bool is_named(const struct conf_node *node,
		     const struct conf_field *field)
{
	if (node->kind != NODE_MAP)
		return false;
	if (field->type != FIELD_RECORD)
		return true;
	return node->first != NULL && node->first->kind == NODE_MAP;
}

static void check_named_item(const struct check *c,
			     const struct conf_node *node,
			     const struct conf_field *field, void *item)
{
	static const struct conf_field name = { .key = "name",
						.type = FIELD_NAME };
	struct conf_named *head = item;

	head->node = node;
	if (node->key->kind == NODE_VALUE)
		scalar_read(c, node->key, &name, &head->name);
	check_one(c, node, field, at(item, field->value));
}

static void check_named(const struct check *c, const struct conf_node *node,
			const struct conf_field *field, void *into)
{
	struct conf_items items = { 0 };
	struct conf_named *only;
	size_t i = 0;

	if (!is_named(node, field)) {
		items = new_items(c, 1, field);
		only = items.item;
		only->node = node;
		check_one(c, node, field, at(items.item, field->value));
	} else if (check_count(c, node, field)) {
		items = new_items(c, node->n, field);
		for (const struct conf_node *e = node->first; e != NULL;
		     e = e->next)
			check_named_item(c, e, field,
					 at(items.item, field->item * i++));
	}
	memcpy(into, &items, sizeof(items));
}

void check_field(const struct check *c, const struct conf_node *node,
		 const struct conf_field *field, void *into)
{
	switch ((enum field_shape)field->shape) {
	case SHAPE_ONE:
		check_one(c, node, field, into);
		return;
	case SHAPE_LIST:
		check_list(c, node, field, into);
		return;
	case SHAPE_NAMED:
		check_named(c, node, field, into);
		return;
	}
	CANNOT_REACH();
}
