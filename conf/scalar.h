/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scalar: one value, by its row: spelling, then bounds.
 *
 * A value has one spelling for its type and nothing is rounded, cut or
 * guessed; what is nearly right gets a finding with the right spelling in it.
 */
#ifndef QVM_CONF_SCALAR_H
#define QVM_CONF_SCALAR_H

#include "conf/check.h"

/* Reads a NODE_VALUE into `into`, of the C type that the row's type has. */
void scalar_read(const struct check *c, const struct conf_node *node,
		 const struct conf_field *field, void *into);

/* Whether values of this row stand in quotes. */
bool scalar_is_quoted(const struct check *c, const struct conf_field *field);

/* ---- spelling of numbers (number.c) -------------------------------------- */

enum number_form {
	NUMBER_OK,
	NUMBER_BAD,  /* not spelt as the type asks */
	NUMBER_HUGE, /* spelt well; does not fit 64 bits */
};

/* `type`: UINT, ADDRESS, SIZE or DURATION. */
enum number_form number_read(enum field_type type, const char *text,
			     uint64_t *number);

/* The one spelling of a number of that type, or a shortest of several. */
const char *number_show(enum field_type type, uint64_t number,
			struct arena *arena);

/* What a misspelt number was probably meant to be, spelt well; or NULL. */
const char *number_guess(enum field_type type, const char *text,
			 struct arena *arena);

#endif
