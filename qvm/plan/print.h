/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print: a plan for people and for programs.
 */
#ifndef QVM_PLAN_PRINT_H
#define QVM_PLAN_PRINT_H

#include <stdio.h>

#include "qvm/plan/plan.h"

void plan_print_text(const struct plan *p, FILE *out);
void plan_print_json(const struct plan *p, FILE *out);

/* What a kind of range is, in one word, and what the guest may do there. */
const char *plan_kind_name(enum plan_kind kind);
const char *plan_kind_rights(enum plan_kind kind);

#endif
