/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check: nodes -> C records, as tables say.
 *
 * Knows tables and no key. Goes on after a finding, so that all are told in
 * one run; a value with a finding leaves zeros in the record, which nobody
 * reads: a file with findings gives no configuration.
 */
#ifndef QVM_CONF_CHECK_H
#define QVM_CONF_CHECK_H

#include "conf/node.h"
#include "conf/schema.h"

struct check {
	struct conf_report *report;
	const char *dir; /* put before relative paths: "" or ends in a slash */
	bool is_json;    /* keywords and names stand in quotes, as text does */
};

/* `path` up to its last slash, from the arena. */
const char *check_dir(const char *path, struct arena *arena);

/* Fills the record `into` from a mapping. */
void check_record(const struct check *c, const struct conf_node *node,
		  const struct conf_record *record, void *into);

/* Fills a record that the file does not have with what holds then. */
void check_unset(const struct check *c, const struct conf_record *record,
		 void *into);

/* Fills one value, whatever the row's shape. */
void check_field(const struct check *c, const struct conf_node *node,
		 const struct conf_field *field, void *into);

/* Tells a value of another kind than the row asks for. */
void check_refuse_kind(const struct check *c, const struct conf_node *node,
		       const struct conf_field *field);

#endif
