/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Greedy lines. Must never let bytes of a file reach a terminal as they are.
 */
#include "conf/wrap.h"

#include <inttypes.h>
#include <string.h>

#include "conf/util/utf8.h"

void wrap_visible(FILE *out, const char *text, size_t len)
{
	while (len > 0) {
		uint32_t character;
		size_t size = utf8_next(text, len, &character);

		if (size == 0) {
			fprintf(out, "\\x%02x", (unsigned char)*text);
			size = 1;
		} else if (utf8_is_hidden(character)) {
			fprintf(out, "\\u%04" PRIx32, character);
		} else {
			fwrite(text, 1, size, out);
		}
		text += size;
		len -= size;
	}
}

static size_t count_characters(const char *word, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += (word[i] & 0xc0) != 0x80;
	return n;
}

static void put_word(struct wrap *w, const char *word, size_t len)
{
	size_t width = count_characters(word, len);

	if (w->column == 0) {
		fprintf(w->out, "%*s", (int)w->first, "");
		w->column = w->first + width;
	} else if (w->column + 1 + width <= w->width) {
		putc(' ', w->out);
		w->column += 1 + width;
	} else {
		fprintf(w->out, "\n%*s", (int)w->indent, "");
		w->column = w->indent + width;
	}
	wrap_visible(w->out, word, len);
}

static void put_words(struct wrap *w, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		size_t word = strcspn(text, " ");

		if (word > (size_t)(end - text))
			word = (size_t)(end - text);
		if (word > 0)
			put_word(w, text, word);
		text += word;
		text += strspn(text, " ");
	}
}

void wrap_words(struct wrap *w, const char *text)
{
	put_words(w, text, strlen(text));
}

void wrap_end(struct wrap *w)
{
	putc('\n', w->out);
	w->column = 0;
}

void wrap_paragraph(FILE *out, size_t indent, size_t width, const char *text)
{
	struct wrap w = {
		.out = out,
		.width = width,
		.first = indent,
		.indent = indent,
	};

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		put_words(&w, text, len);
		wrap_end(&w);
		text += len;
		text += *text == '\n';
	}
}
