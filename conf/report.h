/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report: what is wrong with a file, and what to do about it.
 *
 *   report_init -> report_find* -> report_print
 *
 * A finding names its place, its rule, both parties and the way out. All
 * findings of a run are gathered and told in file order, at most
 * REPORT_MAX of them, one per cause. Nothing here decides what happens next.
 * One thread, before the seal.
 */
#ifndef QVM_CONF_REPORT_H
#define QVM_CONF_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "conf/util/arena.h"

enum { REPORT_MAX = 100 };

struct conf_node;

/* A place in a file: line and column count from 1, columns in characters;
 * line 0: the whole file. */
struct conf_place {
	const char *path; /* NULL: the file that the report is about */
	uint32_t line, column;
	uint32_t end_line, end_column; /* first place behind the item */
};

struct conf_finding {
	struct conf_place place;
	struct conf_place related; /* path NULL: none */
	const char *rule;          /* a static string; `[no-overlap]` */
	const char *message;       /* one sentence, no full stop */
	const char *fix;           /* what to change, or NULL */
};

struct conf_report {
	struct arena *arena;
	const char *path; /* the file that it is about; NULL: none yet */
	struct conf_finding item[REPORT_MAX];
	size_t n;       /* findings kept */
	size_t dropped; /* findings past REPORT_MAX */
	struct conf_finding scratch; /* where those went */
};

void report_init(struct conf_report *r, struct arena *arena);

/* The place of a node's value; of the whole document for NULL. */
struct conf_place node_place(const struct conf_node *node);

/* The place of the value of `key` in mapping `node`; of the mapping itself
 * where the key is not there. */
struct conf_place node_key_place(const struct conf_node *node, const char *key);

/*
 * Adds a finding and returns it, so that the caller may add `related` and
 * `fix` (text from the report's arena or static). Never NULL: past REPORT_MAX
 * it is a scratch entry.
 */
struct conf_finding *report_find(struct conf_report *r, struct conf_place place,
				 const char *rule, const char *format, ...)
	printf_like(4, 5);

/* All findings so far, those that will not be told too. */
static inline size_t report_count(const struct conf_report *r)
{
	return r->n + r->dropped;
}

/* Whether a finding lies at `place` or inside it: what stands there can't be
 * judged further, and a second finding would have the same cause. */
bool report_touches(const struct conf_report *r, struct conf_place place);

/* Sets the way out of a finding. */
void finding_fix(struct conf_report *r, struct conf_finding *f,
		 const char *format, ...) printf_like(3, 4);

enum report_form { REPORT_TEXT, REPORT_JSON };

/* Tells all findings in the order of file and place, then (text form) one
 * line that counts them. Prints nothing when there are none. */
void report_print(const struct conf_report *r, FILE *out,
		  enum report_form form);

#endif
