/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan_reset: the few bytes at the reset vector of a guest that has no
 * firmware.
 *
 * Linux without EFI resets a machine by a jump to F000:FFF0 in real mode. With
 * nothing there it would run through zeros; with this it resets.
 */
#ifndef QVM_X86_64_PLAN_RESET_H
#define QVM_X86_64_PLAN_RESET_H

#include "qvm/plan/plan.h"

/* Adds the piece, if the tables have registers and a reserve in ram holds the
 * place: a place that the file did not give is not taken. */
void plan_reset_stub(struct plan *p, struct conf_report *report);

#endif
