/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vdev_rules: what must hold between the rows of a description.
 *
 * Whoever reads a description later relies on these: names are unique, rows
 * are complete, registers lie in their window in order.
 */
#ifndef QVM_CONF_VDEV_RULES_H
#define QVM_CONF_VDEV_RULES_H

#include "conf/vdev.h"

/* Findings for a description that was looked up as `name`. */
void vdev_rules_check(const struct conf_vdev *vdev, const char *name,
		      struct conf_report *report);

#endif
