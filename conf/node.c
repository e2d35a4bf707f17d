/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Look-ups in a tree of nodes. Must never change one.
 */
#include "conf/node.h"

#include <string.h>

enum { SHOWN_BYTES = 48 };

const struct conf_node *node_find(const struct conf_node *map, const char *key)
{
	if (map == NULL || map->kind != NODE_MAP)
		return NULL;
	for (const struct conf_node *e = map->first; e != NULL; e = e->next)
		if (node_is(e->key, key))
			return e;
	return NULL;
}

bool node_is(const struct conf_node *node, const char *text)
{
	return node->kind == NODE_VALUE && strcmp(node->text, text) == 0;
}

/* As many bytes as are shown, whole characters only. */
static size_t shown_len(const struct conf_node *node)
{
	size_t len = node->len;

	if (len <= SHOWN_BYTES)
		return len;
	len = SHOWN_BYTES;
	while ((node->text[len] & 0xc0) == 0x80)
		len--;
	return len;
}

const char *node_show(const struct conf_node *node, struct arena *arena)
{
	const char *quote = node->quoted ? "\"" : "";
	size_t len;

	if (node->kind == NODE_MAP)
		return "a mapping";
	if (node->kind == NODE_LIST)
		return "a list";
	if (node->kind == NODE_REFUSED)
		return "this";
	len = shown_len(node);
	return arena_printf(arena, "`%s%.*s%s%s`", quote, (int)len, node->text,
			    len < node->len ? "..." : "", quote);
}

struct conf_place node_place(const struct conf_node *node)
{
	if (node == NULL)
		return (struct conf_place){ 0 };
	return (struct conf_place){
		.path = node->path,
		.line = node->line,
		.column = node->column,
		.end_line = node->end_line,
		.end_column = node->end_column,
	};
}

struct conf_place node_key_place(const struct conf_node *node, const char *key)
{
	const struct conf_node *entry = node_find(node, key);

	return node_place(entry != NULL ? entry : node);
}

struct conf_place node_entry_place(const struct conf_node *node)
{
	struct conf_place place = node_place(node);

	if (node == NULL || node->key == NULL)
		return place;
	place.line = node->key->line;
	place.column = node->key->column;
	return place;
}
