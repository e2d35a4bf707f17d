/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source: the bytes of a file, and whether they may be looked at as YAML.
 *
 *   source_open -> source_read -> source_check -> reader_read
 *
 * Bytes are checked here first, so that libyaml only ever sees text: whole
 * UTF-8 of one kind of line end, with nothing in it that a person can't see,
 * and none of the shapes on which libyaml takes time that grows with the
 * square of their length (runs of blanks, tables of directives).
 */
#ifndef QVM_CONF_SOURCE_H
#define QVM_CONF_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/report.h"

struct conf_source {
	const char *path; /* as given; the place in messages */
	const char *text; /* `len` bytes and a NUL */
	size_t len;
};

/* An fd to read `path` from, or -errno. Never waits. */
int source_open(const char *path);

/*
 * Reads a regular file of at most `max` bytes from what source_open returned,
 * and closes it. On failure one finding at `place`, and false.
 */
bool source_read(struct conf_source *s, const char *path, int fd, size_t max,
		 struct conf_place place, struct conf_report *report)
	must_check;

/* Checks the bytes; false after a finding (one: the first). */
bool source_check(const struct conf_source *s, struct conf_report *report)
	must_check;

#endif
