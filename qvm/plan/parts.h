/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The steps of plan_make, in their order. For qvm/plan only.
 */
#ifndef QVM_PLAN_PARTS_H
#define QVM_PLAN_PARTS_H

#include "qvm/plan/plan.h"

/* `memory:` into ranges. */
void plan_memory(struct plan *p, struct conf_report *report);

/* `absent:` into ranges and MSR rows. */
void plan_absent(struct plan *p, struct conf_report *report);

/* `devices:` with their descriptions into windows and lines. */
void plan_devices(struct plan *p, const char *vdev_path,
		  struct conf_report *report);

/* No two claims on a byte, a port, a line, an MSR or the terminal. */
void plan_conflicts(struct plan *p, struct conf_report *report);

/* Images of rom and load, where their sizes are known. */
void plan_place_images(struct plan *p, struct conf_report *report);

/* Every piece inside ram or rom, and no two on the same byte. */
void plan_check_pieces(struct plan *p, struct conf_report *report);

#endif
