/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options: the option rows of a vdev's description as a table of the schema,
 * so that a vdev's options are checked and explained as qvm's own keys are.
 */
#ifndef QVM_CONF_OPTIONS_H
#define QVM_CONF_OPTIONS_H

#include "conf/schema.h"
#include "conf/vdev.h"

/* What check_record fills: one option for each row. */
struct options_block {
	const struct conf_node *node;
	struct conf_option option[];
};

/* A table for the rows of `vdev`, from the arena. */
const struct conf_record *options_record(const struct conf_vdev *vdev,
					 struct arena *arena);

/* One row of it, as a row of the schema; its offset is that in the block. */
struct conf_field options_field(const struct conf_vdev_option *row, size_t i);

#endif
