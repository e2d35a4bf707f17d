/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules: what must hold between fields.
 *
 * A rule looks at the records that tables have filled, and makes findings in
 * its own name. It needs no vdev and no host: what depends on windows,
 * interrupts of vdevs or the address space as a whole belongs to the plan.
 * To add one, add a row in rules.c and two files in tests/config/.
 */
#ifndef QVM_CONF_RULES_H
#define QVM_CONF_RULES_H

#include "conf/conf.h"
#include "conf/node.h"
#include "conf/rule.h"

/* One rule at work on one file. */
struct rule_run {
	const struct conf *conf;
	struct conf_report *report;
	const char *name;
};

struct conf_rule {
	struct conf_rule_doc doc;
	void (*check)(const struct rule_run *run);
};

extern const struct conf_rule rules_table[];
extern const size_t rules_count;

/* Runs all of them. */
void rules_check(const struct conf *conf, struct conf_report *report);

/*
 * Whether a record can be judged: nothing in it has a finding. A record that
 * the file does not have (NULL) holds its defaults, and can.
 */
bool rule_may_judge(const struct rule_run *run, const struct conf_node *node);

/* rules_threads.c */
void rule_affinity_once(const struct rule_run *run);
void rule_bound_needs_rt(const struct rule_run *run);
void rule_guard_outranks(const struct rule_run *run);
void rule_idle_keep(const struct rule_run *run);
void rule_limits_order(const struct rule_run *run);
void rule_pinned_twice(const struct rule_run *run);
void rule_sched_priority(const struct rule_run *run);

/* rules_machine.c */
void rule_absent_gives(const struct rule_run *run);
void rule_absent_size(const struct rule_run *run);
void rule_linux_ram(const struct rule_run *run);
void rule_load_begins(const struct rule_run *run);
void rule_name_once(const struct rule_run *run);
void rule_qvm_first(const struct rule_run *run);
void rule_ram_pages(const struct rule_run *run);
void rule_shared_irq(const struct rule_run *run);
void rule_tables_at(const struct rule_run *run);

#endif
