/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of rule.def as a table. Must never know what a rule checks.
 */
#include "conf/rule.h"

#include <stddef.h>

static const struct conf_rule_doc docs[] = {
#define RULE(id, name, doc) [RULE_##id] = { name, NULL, doc },
#include "conf/rule.def"
#undef RULE
};

const struct conf_rule_doc *rule_doc(enum conf_rule_id id)
{
	return &docs[id];
}
