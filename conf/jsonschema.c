/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables as a JSON Schema, so that an editor completes keys, shows their
 * docs and marks mistakes while they are typed. It sees what a YAML reader
 * makes of a file, so it can't tell quotes, and knows no rules between fields:
 * `qvm --check` has the last word.
 */
#include "conf/print.h"

#include <string.h>

#include "conf/chardev.h"
#include "conf/keys.h"
#include "conf/options.h"
#include "conf/scalar.h"
#include "conf/util/claim.h"
#include "conf/util/json.h"

struct schema {
	struct json json;
	const struct conf_book *book;
	struct arena arena;
};

static void write_record(struct schema *s, const struct conf_record *record);

/* ---- values --------------------------------------------------------------- */

static void write_words(struct schema *s, const char *words)
{
	const char *word;
	size_t len;

	json_array(&s->json, "enum");
	while (words_next(&words, &word, &len))
		if (len != 1 || word[0] != '-')
			json_text(&s->json, NULL,
				  arena_text(&s->arena, word, len));
	json_end(&s->json);
}

static void write_integer(struct schema *s, const struct conf_field *f)
{
	json_text(&s->json, "type", "integer");
	json_number(&s->json, "minimum", f->min);
	if (f->max != 0)
		json_number(&s->json, "maximum", f->max);
	if (f->align != 0)
		json_number(&s->json, "multipleOf", f->align);
}

static void write_string(struct schema *s, const char *pattern)
{
	json_text(&s->json, "type", "string");
	if (pattern != NULL)
		json_text(&s->json, "pattern", pattern);
}

/* A number of bytes, or one with a unit. */
static void write_size(struct schema *s, const struct conf_field *f)
{
	json_array(&s->json, "anyOf");
	json_object(&s->json, NULL);
	write_integer(s, f);
	json_end(&s->json);
	json_object(&s->json, NULL);
	write_string(s, "^(0|[1-9][0-9]*)[KMGT]$");
	json_end(&s->json);
	json_end(&s->json);
}

static void write_chardev(struct schema *s, const struct conf_field *f)
{
	json_array(&s->json, "anyOf");
	json_object(&s->json, NULL);
	write_words(s, (f->flags & FIELD_IN) != 0 ? chardev_input_words :
						    chardev_words);
	json_end(&s->json);
	json_object(&s->json, NULL);
	write_record(s, &chardev_record);
	json_end(&s->json);
	json_end(&s->json);
}

static void write_text(struct schema *s, const struct conf_field *f)
{
	if (f->words != NULL) {
		write_words(s, f->words);
		return;
	}
	write_string(s, NULL);
	if (f->max != 0)
		json_number(&s->json, "maxLength", f->max);
}

/* Types that are text of a certain form to a YAML reader. */
static const char *const patterns[FIELD_TYPES] = {
	[FIELD_DURATION] = "^(0|[1-9][0-9]*)(us|ms|s)$",
	[FIELD_NAME] = "^[a-z][a-z0-9-]{0,30}$",
	[FIELD_PATH] = "[^/]$",
	[FIELD_HASH] = "^[0-9a-f]{64}$",
	[FIELD_PCI] = "^[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$",
};

static void write_one(struct schema *s, const struct conf_field *f)
{
	switch ((enum field_type)f->type) {
	case FIELD_BOOL:
		json_text(&s->json, "type", "boolean");
		return;
	case FIELD_UINT:
	case FIELD_ADDRESS:
		write_integer(s, f);
		return;
	case FIELD_SIZE:
		write_size(s, f);
		return;
	case FIELD_WORD:
	case FIELD_TEXT:
		write_text(s, f);
		return;
	case FIELD_DURATION:
	case FIELD_NAME:
	case FIELD_PATH:
	case FIELD_HASH:
	case FIELD_PCI:
		write_string(s, patterns[f->type]);
		return;
	case FIELD_CHARDEV:
		write_chardev(s, f);
		return;
	case FIELD_RECORD:
		write_record(s, f->record);
		return;
	case FIELD_NODE:
		json_text(&s->json, "type", "object");
		return;
	case FIELD_TYPES:
		break;
	}
	CANNOT_REACH();
}

/* ---- shapes --------------------------------------------------------------- */

static void write_list(struct schema *s, const struct conf_field *f)
{
	json_text(&s->json, "type", "array");
	json_number(&s->json, "minItems", 1);
	json_number(&s->json, "maxItems", f->max_items);
	json_object(&s->json, "items");
	write_one(s, f);
	json_end(&s->json);
}

static void write_named(struct schema *s, const struct conf_field *f)
{
	json_array(&s->json, "anyOf");
	json_object(&s->json, NULL);
	write_one(s, f);
	json_end(&s->json);
	json_object(&s->json, NULL);
	json_text(&s->json, "type", "object");
	json_number(&s->json, "minProperties", 1);
	json_number(&s->json, "maxProperties", f->max_items);
	json_object(&s->json, "propertyNames");
	json_text(&s->json, "pattern", patterns[FIELD_NAME]);
	json_end(&s->json);
	json_object(&s->json, "additionalProperties");
	write_one(s, f);
	json_end(&s->json);
	json_end(&s->json);
	json_end(&s->json);
}

static void write_default(struct schema *s, const struct conf_field *f)
{
	if (f->unset == NULL)
		return;
	if (f->type == FIELD_BOOL)
		json_bool(&s->json, "default", strcmp(f->unset, "true") == 0);
	else if (f->type != FIELD_UINT && f->type != FIELD_SIZE)
		json_text(&s->json, "default", f->unset);
}

static void write_field(struct schema *s, const struct conf_field *f)
{
	json_object(&s->json, f->key);
	json_text(&s->json, "description", f->doc);
	write_default(s, f);
	if (f->shape == SHAPE_LIST)
		write_list(s, f);
	else if (f->shape == SHAPE_NAMED)
		write_named(s, f);
	else
		write_one(s, f);
	json_end(&s->json);
}

/* ---- records -------------------------------------------------------------- */

static void write_required(struct schema *s, const struct conf_record *record)
{
	json_array(&s->json, "required");
	for (size_t i = 0; i < record->n; i++)
		if ((record->field[i].flags & FIELD_REQUIRED) != 0)
			json_text(&s->json, NULL, record->field[i].key);
	json_end(&s->json);
}

static bool has_group(const struct conf_record *record)
{
	for (size_t i = 0; i < record->n; i++)
		if ((record->field[i].flags & FIELD_ONE_OF) != 0)
			return true;
	return false;
}

static void write_group(struct schema *s, const struct conf_record *record)
{
	if (!has_group(record))
		return;
	json_array(&s->json, "oneOf");
	for (size_t i = 0; i < record->n; i++) {
		if ((record->field[i].flags & FIELD_ONE_OF) == 0)
			continue;
		json_object(&s->json, NULL);
		json_array(&s->json, "required");
		json_text(&s->json, NULL, record->field[i].key);
		json_end(&s->json);
		json_end(&s->json);
	}
	json_end(&s->json);
}

/* A device of an installed vdev has that vdev's options. */
static void write_vdev(struct schema *s, const struct conf_vdev *vdev)
{
	json_object(&s->json, NULL);
	json_object(&s->json, "if");
	json_object(&s->json, "properties");
	json_object(&s->json, "vdev");
	json_text(&s->json, "const", vdev->name);
	json_end(&s->json);
	json_end(&s->json);
	json_end(&s->json);
	json_object(&s->json, "then");
	json_object(&s->json, "properties");
	json_object(&s->json, "options");
	write_record(s, options_record(vdev, &s->arena));
	json_end(&s->json);
	json_end(&s->json);
	json_end(&s->json);
	json_end(&s->json);
}

static void write_vdevs(struct schema *s)
{
	if (s->book->n_vdevs == 0)
		return;
	json_array(&s->json, "allOf");
	for (size_t i = 0; i < s->book->n_vdevs; i++)
		write_vdev(s, s->book->vdevs[i]);
	json_end(&s->json);
}

static void write_record(struct schema *s, const struct conf_record *record)
{
	json_text(&s->json, "type", "object");
	json_bool(&s->json, "additionalProperties", false);
	write_required(s, record);
	write_group(s, record);
	json_object(&s->json, "properties");
	for (size_t i = 0; i < record->n; i++)
		write_field(s, &record->field[i]);
	json_end(&s->json);
	if (record == &keys_device)
		write_vdevs(s);
}

void conf_schema(FILE *out, const struct conf_book *book)
{
	struct schema s = { .book = book };

	arena_init(&s.arena);
	json_init(&s.json, out, JSON_PRETTY);
	json_object(&s.json, NULL);
	json_text(&s.json, "$schema",
		  "http://json-schema.org/draft-07/schema#");
	json_text(&s.json, "title", "qvmconf");
	json_text(&s.json, "description", keys_root.doc);
	write_record(&s, &keys_root);
	json_end(&s.json);
	arena_fini(&s.arena);
}
