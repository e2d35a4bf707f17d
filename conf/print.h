/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print: the language told to people and to editors, from the tables that
 * check it.
 *
 * `qvm --explain`, qvmconf(5) and the JSON Schema come from here. Errors of
 * the FILE are the caller's to find with ferror(). Nothing here reads a file.
 */
#ifndef QVM_CONF_PRINT_H
#define QVM_CONF_PRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "conf/rule.h"
#include "conf/vdev.h"

/* What belongs to the language and is not in this folder. NULL and 0 where
 * there is nothing. */
struct conf_book {
	struct conf_vdev *const *vdevs; /* installed ones, loaded */
	size_t n_vdevs;
	const struct conf_rule_doc *rules; /* the plan's */
	size_t n_rules;
};

/*
 * Explains a key (`memory.ram.size`), a vdev (`ser8250`), an option of one
 * (`ser8250.output`) or a rule (`no-overlap`); for NULL or "" lists the keys,
 * for "rules" the rules. False where there is no such thing: then it has
 * printed a hint.
 */
bool conf_explain(FILE *out, const char *key, const struct conf_book *book);

/* JSON Schema, draft 7, which editors know best. */
void conf_schema(FILE *out, const struct conf_book *book);

/* qvmconf(5), in mdoc. */
void conf_manual(FILE *out, const struct conf_book *book);

#endif
