/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tables: what the checks of declarations share.
 */
#ifndef QVM_TOOLS_VDEV_CHECK_TABLES_H
#define QVM_TOOLS_VDEV_CHECK_TABLES_H

#include "check.h"

enum { TABLE_NAME_MAX = 64, TABLE_DOC_MAX = 65536 };

/* A name of the guest's file: [a-z][a-z0-9-]*, at most 63 bytes. */
bool table_is_name(const char *name);

/* A text that ends with a full stop. */
bool table_is_doc(const char *doc);

/* Fails where the table itself can't be: its rows have not been looked at. */
void table_check(struct job *job, const struct vdev_table *t, uint32_t most,
		 size_t row, const char *what);

#endif
