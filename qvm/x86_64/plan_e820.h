/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan_e820: the memory map that the guest is told, made from the plan's own
 * ranges, so that it can't differ from what is built.
 */
#ifndef QVM_X86_64_PLAN_E820_H
#define QVM_X86_64_PLAN_E820_H

#include "qvm/plan/plan.h"

/*
 * Fills plan->e820: sorted, without overlaps, neighbours of one type merged.
 * `tables`: where the ACPI tables lie; len 0: none. More entries than a zero
 * page holds are a finding (rule e820-fits).
 */
void plan_e820_make(struct plan *p, struct range tables,
		    struct conf_report *report);

#endif
