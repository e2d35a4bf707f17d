/* SPDX-License-Identifier: Apache-2.0 */
/*
 * describe: a row in words, the same ones in `--explain` and in the manual.
 */
#ifndef QVM_CONF_DESCRIBE_H
#define QVM_CONF_DESCRIBE_H

#include "conf/print.h"
#include "conf/schema.h"

/* "a size from 4K to 4096T, a multiple of 4K" */
const char *describe_type(const struct conf_field *field, struct arena *arena);

/* "required", "one of these", "without it: exit", "may be left out" */
const char *describe_unset(const struct conf_field *field, struct arena *arena);

/* The table of a mapping under this key, or NULL. */
const struct conf_record *describe_record(const struct conf_field *field);

/* The names of the rules that look at a dotted key, blanks between; "" for
 * none. */
const char *describe_rules(const char *key, const struct conf_book *book,
			   struct arena *arena);

/* All rules: those of rule.def, those between fields, those of the book. */
size_t describe_rule_count(const struct conf_book *book);
const struct conf_rule_doc *describe_rule(const struct conf_book *book,
					  size_t i);

#endif
