/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json: writes one JSON value, in order, to a FILE.
 *
 *   json_init -> json_object -> { json_text | json_array ... }* -> json_end
 *
 * The caller says what there is; this file sees to commas, blanks and
 * escapes. What it writes is always valid UTF-8: a byte that is not becomes
 * U+FFFD. `key` is NULL for items of an array and for the outermost value.
 * Unbalanced calls break a claim. Errors of the FILE are the caller's to
 * find with ferror().
 */
#ifndef QVM_CONF_UTIL_JSON_H
#define QVM_CONF_UTIL_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { JSON_DEPTH_MAX = 64 };

enum json_form {
	JSON_COMPACT, /* one line */
	JSON_PRETTY,  /* one member a line, two blanks a level */
};

struct json {
	FILE *out;
	uint32_t form;   /* enum json_form */
	uint32_t depth;  /* open objects and arrays */
	uint64_t arrays; /* bit n: level n is an array */
	bool filled;     /* the innermost level has a member */
};

void json_init(struct json *j, FILE *out, enum json_form form);

void json_object(struct json *j, const char *key);
void json_array(struct json *j, const char *key);

/* Closes the innermost object or array; the outermost ends its line. */
void json_end(struct json *j);

/* NULL text is written as null. */
void json_text(struct json *j, const char *key, const char *text);
void json_number(struct json *j, const char *key, uint64_t number);
void json_bool(struct json *j, const char *key, bool value);

#endif
