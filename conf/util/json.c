/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A writer that keeps nothing but where it is. Must never write a value that
 * a JSON reader would take for another one: numbers are decimal and whole,
 * text is escaped byte by byte.
 */
#include "conf/util/json.h"

#include <inttypes.h>
#include <string.h>

#include "conf/util/claim.h"
#include "conf/util/utf8.h"

void json_init(struct json *j, FILE *out, enum json_form form)
{
	*j = (struct json){ .out = out, .form = form };
}

static bool is_in_array(const struct json *j)
{
	return j->depth > 0 && (j->arrays >> (j->depth - 1) & 1) != 0;
}

static void start_line(struct json *j)
{
	if (j->form != JSON_PRETTY)
		return;
	putc('\n', j->out);
	for (uint32_t i = 0; i < j->depth; i++)
		fputs("  ", j->out);
}

static void put_character(struct json *j, const char *bytes, size_t size,
			  uint32_t character)
{
	switch (character) {
	case '"':
		fputs("\\\"", j->out);
		return;
	case '\\':
		fputs("\\\\", j->out);
		return;
	case '\n':
		fputs("\\n", j->out);
		return;
	}
	if (character <= UINT16_MAX && utf8_is_hidden(character))
		fprintf(j->out, "\\u%04" PRIx32, character);
	else
		fwrite(bytes, 1, size, j->out);
}

/* Bytes from the front of `text` that stand for themselves: most of it. */
static size_t plain_bytes(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && text[n] >= ' ' && text[n] < 0x7f && text[n] != '"' &&
	       text[n] != '\\')
		n++;
	return n;
}

static void put_quoted(struct json *j, const char *text)
{
	size_t len = strlen(text);

	putc('"', j->out);
	while (len > 0) {
		uint32_t character;
		size_t size = plain_bytes(text, len);

		if (size > 0) {
			fwrite(text, 1, size, j->out);
			text += size;
			len -= size;
			continue;
		}
		size = utf8_next(text, len, &character);

		if (size == 0) {
			fputs("\\ufffd", j->out);
			size = 1;
		} else {
			put_character(j, text, size, character);
		}
		text += size;
		len -= size;
	}
	putc('"', j->out);
}

/* What stands before a value: the comma, the new line, the key. */
static void start_value(struct json *j, const char *key)
{
	CLAIM((key == NULL) == (j->depth == 0 || is_in_array(j)));
	if (j->filled)
		putc(',', j->out);
	if (j->depth > 0)
		start_line(j);
	if (key != NULL) {
		put_quoted(j, key);
		fputs(j->form == JSON_PRETTY ? ": " : ":", j->out);
	}
	j->filled = true;
}

static void start_level(struct json *j, const char *key, bool is_array)
{
	start_value(j, key);
	CLAIM(j->depth < JSON_DEPTH_MAX);
	j->arrays &= ~(UINT64_C(1) << j->depth);
	j->arrays |= (uint64_t)is_array << j->depth;
	j->depth++;
	j->filled = false;
	putc(is_array ? '[' : '{', j->out);
}

void json_object(struct json *j, const char *key)
{
	start_level(j, key, false);
}

void json_array(struct json *j, const char *key)
{
	start_level(j, key, true);
}

void json_end(struct json *j)
{
	bool is_array = is_in_array(j);

	CLAIM(j->depth > 0);
	j->depth--;
	if (j->filled)
		start_line(j);
	putc(is_array ? ']' : '}', j->out);
	/* The closed level is itself a member; a new outermost value is not
	 * set off from the last one, so that lines of JSON can follow. */
	j->filled = j->depth > 0;
	if (j->depth == 0)
		putc('\n', j->out);
}

void json_text(struct json *j, const char *key, const char *text)
{
	start_value(j, key);
	if (text == NULL)
		fputs("null", j->out);
	else
		put_quoted(j, text);
}

void json_number(struct json *j, const char *key, uint64_t number)
{
	start_value(j, key);
	fprintf(j->out, "%" PRIu64, number);
}

void json_bool(struct json *j, const char *key, bool value)
{
	start_value(j, key);
	fputs(value ? "true" : "false", j->out);
}
