/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Look-ups in tables. Must never depend on which table it is.
 */
#include "conf/schema.h"

#include <string.h>

#include "conf/nearest.h"

/* LIST and NAMED rows are filled through struct conf_items. */
struct any_list {
	CONF_LIST(uint64_t) list;
};
_Static_assert(sizeof(struct any_list) == sizeof(struct conf_items) &&
		       offsetof(struct any_list, list.item) ==
			       offsetof(struct conf_items, item) &&
		       offsetof(struct any_list, list.n) ==
			       offsetof(struct conf_items, n),
	       "a CONF_LIST is a pointer and a count");
_Static_assert(offsetof(struct conf_named_at, name) ==
			       offsetof(struct conf_named, name) &&
		       offsetof(struct conf_named_irq, name) ==
			       offsetof(struct conf_named, name),
	       "items of NAMED rows begin as struct conf_named");

const struct conf_field *record_find(const struct conf_record *record,
				     const char *key)
{
	for (size_t i = 0; i < record->n; i++)
		if (strcmp(record->field[i].key, key) == 0)
			return &record->field[i];
	return NULL;
}

const char *record_nearest(const struct conf_record *record, const char *key)
{
	size_t len = strlen(key);
	const char *nearest = NULL;
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < record->n; i++) {
		const struct conf_field *f = &record->field[i];
		size_t distance =
			nearest_distance(key, len, f->key, strlen(f->key));

		if (f->also != NULL && words_find(f->also, key) != WORD_NONE)
			return f->key;
		if (distance < best) {
			best = distance;
			nearest = f->key;
		}
	}
	return nearest_is_close(best, len) ? nearest : NULL;
}

const char *field_noun(const struct conf_field *field)
{
	static const char *const nouns[FIELD_TYPES] = {
		[FIELD_BOOL] = "a boolean",
		[FIELD_UINT] = "a number",
		[FIELD_ADDRESS] = "a number",
		[FIELD_SIZE] = "a size",
		[FIELD_DURATION] = "a duration",
		[FIELD_WORD] = "a keyword",
		[FIELD_NAME] = "a name",
		[FIELD_TEXT] = "text",
		[FIELD_PATH] = "a path",
		[FIELD_HASH] = "a SHA-256",
		[FIELD_PCI] = "a PCI address",
		[FIELD_CHARDEV] = "a character device",
		[FIELD_RECORD] = "a mapping",
		[FIELD_NODE] = "a mapping",
	};

	return field->shape == SHAPE_LIST ? "a list" : nouns[field->type];
}

/* ---- words ---------------------------------------------------------------- */

bool words_next(const char **words, const char **word, size_t *len)
{
	*word = *words + strspn(*words, " ");
	*len = strcspn(*word, " ");
	*words = *word + *len;
	return *len > 0;
}

static bool is_offered(const char *word, size_t len)
{
	return len != 1 || word[0] != '-';
}

int words_find_bytes(const char *words, const char *word, size_t len)
{
	const char *w;
	size_t w_len;

	for (int i = 0; words_next(&words, &w, &w_len); i++)
		if (w_len == len && is_offered(w, len) &&
		    memcmp(w, word, len) == 0)
			return i;
	return WORD_NONE;
}

int words_find(const char *words, const char *word)
{
	return words_find_bytes(words, word, strlen(word));
}

const char *words_nearest(const char *words, const char *word,
			  struct arena *arena)
{
	size_t word_len = strlen(word);
	size_t best = SIZE_MAX;
	const char *nearest = NULL;
	size_t nearest_len = 0;
	const char *w;
	size_t len;

	while (words_next(&words, &w, &len)) {
		size_t distance = nearest_distance(word, word_len, w, len);

		if (is_offered(w, len) && distance < best) {
			best = distance;
			nearest = w;
			nearest_len = len;
		}
	}
	if (!nearest_is_close(best, word_len))
		return NULL;
	return arena_text(arena, nearest, nearest_len);
}

const char *words_show(const char *words, struct arena *arena)
{
	const char *shown = "";
	const char *w, *rest = words;
	size_t len;

	while (words_next(&rest, &w, &len)) {
		bool is_last = rest[strspn(rest, " -")] == '\0';

		if (!is_offered(w, len))
			continue;
		shown = arena_printf(arena, "%s%s`%.*s`", shown,
				     shown[0] == '\0' ? ""
				     : is_last	      ? " or "
						      : ", ",
				     (int)len, w);
	}
	return shown;
}
