/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ends: the table of all ways in which a VM ends (safety/ends.def), and their
 * exit statuses. Must never gain an end that has no row.
 */
#ifndef QVM_SAFETY_ENDS_H
#define QVM_SAFETY_ENDS_H

#include <stdint.h>
#include <stdio.h>

enum end_reason {
	END_NONE, /* still running */
#define END(id, status, class, name, sentence) END_##id,
#include "safety/ends.def"
#undef END
	END_REASONS
};

enum end_class {
	END_CLASS_OPERATOR,
	END_CLASS_GUEST,
	END_CLASS_VDEV,
	END_CLASS_HOST,
	END_CLASS_OURSELVES,
};

struct end_row {
	const char *name;
	const char *sentence;
	uint8_t status; /* exit status; END_VDEV_STATUS: the lowest of its range */
	uint8_t class;  /* enum end_class */
};

/* The row of a reason; END_NONE and anything out of range break a claim. */
const struct end_row *end_row(enum end_reason reason);

/* The table for people, one line a row. */
void ends_print(FILE *out);

#endif
