/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order in which a plan is made. What would only repeat the causes of
 * earlier findings is not tried.
 */
#include "qvm/plan/parts.h"

static void sort_space(struct plan_space *space)
{
	/* Few rows, nearly in order: the file is written from low to high. */
	for (size_t i = 1; i < space->n; i++) {
		struct plan_range row = space->item[i];
		size_t j = i;

		while (j > 0 && space->item[j - 1].range.at > row.range.at) {
			space->item[j] = space->item[j - 1];
			j--;
		}
		space->item[j] = row;
	}
}

void plan_make(struct plan *p, const char *vdev_path,
	       struct conf_report *report)
{
	plan_memory(p, report);
	plan_absent(p, report);
	plan_devices(p, vdev_path, report);
	arch_plan_chips(p, report);
	plan_conflicts(p, report);
	if (report->n > 0)
		return; /* what follows would only repeat the same causes */
	sort_space(&p->memory);
	sort_space(&p->port);
	plan_place_images(p, report);
	if (report->n > 0)
		return;
	arch_plan_boot(p, report);
	plan_check_pieces(p, report);
}
