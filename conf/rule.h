/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rule: the names of everything that can be wrong with a file.
 *
 * A finding carries a rule's name; `qvm --explain NAME` and qvmconf(5) say
 * what the rule asks for; tests/config/ has a file that keeps it and one that
 * breaks it. The rules of the language and of single fields stand in rule.def;
 * those between fields beside their functions in rules.c. A finding can't be
 * made without a row.
 */
#ifndef QVM_CONF_RULE_H
#define QVM_CONF_RULE_H

/* What a person is told about a rule. */
struct conf_rule_doc {
	const char *name;
	const char *keys; /* dotted keys it looks at, blanks between; or NULL */
	const char *doc;  /* what must hold; sentences */
};

enum conf_rule_id {
#define RULE(id, name, doc) RULE_##id,
#include "conf/rule.def"
#undef RULE
	RULE_COUNT,
};

const struct conf_rule_doc *rule_doc(enum conf_rule_id id);

static inline const char *rule_name(enum conf_rule_id id)
{
	return rule_doc(id)->name;
}

#endif
