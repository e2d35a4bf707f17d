/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node: a file as a tree of maps, lists and values, each with its place.
 *
 * The reader makes nodes, tables judge them, and findings point at them. A
 * node knows how it was written, never what it means: `4` is a value, and
 * whether it is a number, the table says. Nodes live in the arena of their
 * file and do not change once the reader is done.
 */
#ifndef QVM_CONF_NODE_H
#define QVM_CONF_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/report.h"

enum node_kind {
	NODE_REFUSED, /* there is a finding; say nothing more about it */
	NODE_VALUE,
	NODE_LIST,
	NODE_MAP,
};

struct conf_node {
	const char *path;           /* of the file */
	const struct conf_node *key; /* in a map: the key of this entry */
	struct conf_node *first;    /* MAP, LIST: entries in file order */
	struct conf_node *next;     /* the entry behind this one */
	const char *text;           /* VALUE: without quotes and escapes */
	size_t len;                 /* VALUE: bytes of text */
	size_t n;                   /* MAP, LIST: entries */
	uint32_t kind;              /* enum node_kind */
	bool quoted;                /* VALUE: stood in quotes */
	uint32_t line, column;      /* from 1; columns in characters */
	uint32_t end_line, end_column;
};

/* The entry of `map` under `key`, or NULL; NULL too where it is no map. */
const struct conf_node *node_find(const struct conf_node *map, const char *key);

bool node_is(const struct conf_node *node, const char *text);

/*
 * A value as a message shows it: in backquotes, cut where it is long; for a
 * list or map, what it is. From the arena or static.
 */
const char *node_show(const struct conf_node *node, struct arena *arena);

/* The entry's own place, from its key on; the value's where it has none. */
struct conf_place node_entry_place(const struct conf_node *node);

#endif
