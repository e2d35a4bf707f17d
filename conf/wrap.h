/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wrap: words for a person to read, broken into lines between them.
 *
 * Bytes that can't be seen, or would change a terminal, are spelt out.
 */
#ifndef QVM_CONF_WRAP_H
#define QVM_CONF_WRAP_H

#include <stddef.h>
#include <stdio.h>

struct wrap {
	FILE *out;
	size_t width;  /* no line is longer, where it can be broken */
	size_t first;  /* blanks before the first line */
	size_t indent; /* blanks before each other line */
	size_t column; /* where the line stands; 0: at its beginning */
};

/* Goes on with the words of `text`; runs of blanks count as one. */
void wrap_words(struct wrap *w, const char *text);

/* Ends the line, and the next one begins at the left. */
void wrap_end(struct wrap *w);

/* Paragraphs, with `indent` blanks before each line; a line feed in the text
 * ends a paragraph. */
void wrap_paragraph(FILE *out, size_t indent, size_t width, const char *text);

/* Text as it is, without breaking it. */
void wrap_visible(FILE *out, const char *text, size_t len);

#endif
