/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules: what the plan asks of a file, for people: `qvm --explain RULE` and
 * qvmconf(5). The findings carry the same names.
 */
#ifndef QVM_PLAN_RULES_H
#define QVM_PLAN_RULES_H

#include <stddef.h>

#include "conf/rule.h"

extern const struct conf_rule_doc plan_rules[];
extern const size_t plan_n_rules;

#endif
