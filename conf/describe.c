/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows in words. Must never say anything that a row does not.
 */
#include "conf/describe.h"

#include <inttypes.h>
#include <string.h>

#include "conf/chardev.h"
#include "conf/rules.h"
#include "conf/scalar.h"

/* ---- types ---------------------------------------------------------------- */

static bool is_numeric(const struct conf_field *f)
{
	return f->type == FIELD_UINT || f->type == FIELD_ADDRESS ||
	       f->type == FIELD_SIZE || f->type == FIELD_DURATION;
}

static const char *describe_number(const struct conf_field *f, const char *noun,
				   struct arena *arena)
{
	const char *bounds = "";
	const char *align = "";

	if (f->max != 0 && f->max == f->min)
		return arena_printf(arena, "the number %s",
				    number_show(f->type, f->max, arena));
	if (f->max != 0 && f->max != UINT64_MAX)
		bounds = arena_printf(arena, " from %s to %s",
				      number_show(f->type, f->min, arena),
				      number_show(f->type, f->max, arena));
	else if (f->min != 0)
		bounds = arena_printf(arena, " from %s on",
				      number_show(f->type, f->min, arena));
	if (f->align != 0)
		align = arena_printf(arena, ", a multiple of %s",
				     number_show(FIELD_SIZE, f->align, arena));
	return arena_printf(arena, "%s%s%s", noun, bounds, align);
}

static const char *describe_words(const char *words, struct arena *arena)
{
	const char *shown = words_show(words, arena);

	return strchr(shown, ' ') != NULL
		       ? arena_printf(arena, "one of %s", shown)
		       : shown;
}

static const char *describe_one(const struct conf_field *f, struct arena *arena)
{
	static const char *const noun[FIELD_TYPES] = {
		[FIELD_BOOL] = "`true` or `false`",
		[FIELD_UINT] = "a number",
		[FIELD_ADDRESS] = "a number",
		[FIELD_SIZE] = "a size",
		[FIELD_DURATION] = "a duration",
		[FIELD_NAME] = "a name",
		[FIELD_TEXT] = "quoted text",
		[FIELD_PATH] = "a quoted path",
		[FIELD_HASH] = "a quoted SHA-256",
		[FIELD_PCI] = "a quoted PCI address",
		[FIELD_CHARDEV] = "a character device",
		[FIELD_RECORD] = "a mapping",
		[FIELD_NODE] = "a mapping",
	};

	if (f->words != NULL)
		return describe_words(f->words, arena);
	if (is_numeric(f))
		return describe_number(f, noun[f->type], arena);
	if (f->type == FIELD_TEXT && f->max != 0)
		return arena_printf(arena, "%s of at most %" PRIu64 " bytes",
				    noun[f->type], f->max);
	return noun[f->type];
}

const char *describe_type(const struct conf_field *f, struct arena *arena)
{
	const char *one = describe_one(f, arena);

	if (f->shape == SHAPE_LIST)
		return arena_printf(arena, "a list of 1 to %zu entries, each %s",
				    f->max_items, one);
	if (f->shape == SHAPE_NAMED)
		return arena_printf(arena, "%s, or a mapping from up to %zu "
					   "names to such",
				    one, f->max_items);
	return one;
}

const char *describe_unset(const struct conf_field *f, struct arena *arena)
{
	if ((f->flags & FIELD_REQUIRED) != 0)
		return "required";
	if ((f->flags & FIELD_ONE_OF) != 0)
		return "exactly one of these";
	if (f->unset == NULL)
		return "may be left out";
	if (f->unset[0] == '\0')
		return "without it: \"\"";
	return arena_printf(arena, "without it: %s", f->unset);
}

const struct conf_record *describe_record(const struct conf_field *field)
{
	return field->type == FIELD_CHARDEV ? &chardev_record : field->record;
}

/* ---- rules ---------------------------------------------------------------- */

size_t describe_rule_count(const struct conf_book *book)
{
	return RULE_COUNT + rules_count + book->n_rules;
}

const struct conf_rule_doc *describe_rule(const struct conf_book *book,
					  size_t i)
{
	if (i < RULE_COUNT)
		return rule_doc((enum conf_rule_id)i);
	i -= RULE_COUNT;
	return i < rules_count ? &rules_table[i].doc
			       : &book->rules[i - rules_count];
}

const char *describe_rules(const char *key, const struct conf_book *book,
			   struct arena *arena)
{
	const char *names = "";

	for (size_t i = 0; i < describe_rule_count(book); i++) {
		const struct conf_rule_doc *rule = describe_rule(book, i);

		if (rule->keys == NULL ||
		    words_find(rule->keys, key) == WORD_NONE)
			continue;
		names = arena_printf(arena, "%s%s%s", names,
				     names[0] != '\0' ? " " : "", rule->name);
	}
	return names;
}
