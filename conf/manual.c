/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qvmconf(5) from the tables, in mdoc. Must never give mandoc a reason to
 * warn: one sentence a line, no line that a text could turn into a request.
 */
#include "conf/manual.h"

#include <ctype.h>
#include <string.h>

#include "conf/chardev.h"
#include "conf/describe.h"
#include "conf/keys.h"
#include "conf/options.h"
#include "conf/wrap.h"

struct manual {
	FILE *out;
	const struct conf_book *book;
	struct arena arena;
};

/* ---- text ----------------------------------------------------------------- */

/* Prints characters as mdoc means them; a quote in backquotes gets proper
 * ones. */
static char *escape_word(char *to, const char *word, size_t len, bool *is_open)
{
	if (word[0] == '.' || word[0] == '\'')
		to = stpcpy(to, "\\&");
	for (size_t i = 0; i < len; i++) {
		if (word[i] == '\\') {
			to = stpcpy(to, "\\e");
		} else if (word[i] == '`') {
			to = stpcpy(to, *is_open ? "\\(cq" : "\\(oq");
			*is_open = !*is_open;
		} else {
			*to++ = word[i];
		}
	}
	return to;
}

static bool ends_sentence(const char *word, size_t len)
{
	while (len > 1 && strchr(")`\"'", word[len - 1]) != NULL)
		len--;
	return strchr(".?!", word[len - 1]) != NULL;
}

/* One sentence a line, and none longer than mdoc likes. */
static void put_text(struct manual *m, const char *text)
{
	struct wrap w = { .out = m->out, .width = 78 };
	bool is_open = false;

	for (;;) {
		size_t len;
		char *word;

		text += strspn(text, " \n");
		len = strcspn(text, " \n");
		if (len == 0)
			break;
		word = arena_array(&m->arena, len + 1, 4);
		escape_word(word, text, len, &is_open);
		wrap_words(&w, word);
		if (ends_sentence(text, len))
			wrap_end(&w);
		text += len;
	}
	if (w.column > 0)
		wrap_end(&w);
}

/* ---- keys ----------------------------------------------------------------- */

static void put_item(struct manual *m, const char *path,
		     const struct conf_field *f)
{
	const char *rules = describe_rules(path, m->book, &m->arena);

	fprintf(m->out, ".It Ic %s\n", path);
	put_text(m, arena_printf(&m->arena, "%c%s; %s.",
				 toupper((unsigned char)*describe_type(
					 f, &m->arena)),
				 describe_type(f, &m->arena) + 1,
				 describe_unset(f, &m->arena)));
	put_text(m, f->doc);
	if (f->example != NULL)
		put_text(m, arena_printf(&m->arena, "Example: `%s: %s`.",
					 f->key, f->example));
	if (rules[0] != '\0')
		put_text(m, arena_printf(&m->arena, "Rules: %s.", rules));
}

/* The keys of a table and of the tables below it. */
static void put_keys(struct manual *m, const char *prefix,
		     const struct conf_record *record)
{
	for (size_t i = 0; i < record->n; i++) {
		const struct conf_field *f = &record->field[i];
		const char *path = arena_printf(&m->arena, "%s%s%s", prefix,
						prefix[0] != '\0' ? "." : "",
						f->key);

		put_item(m, path, f);
		if (f->record != NULL)
			put_keys(m, path, f->record);
	}
}

static void put_table(struct manual *m, const char *prefix,
		      const struct conf_record *record)
{
	fputs(".Bl -tag -width Ds\n", m->out);
	put_keys(m, prefix, record);
	fputs(".El\n", m->out);
}

/* ---- sections ------------------------------------------------------------- */

static void put_vdevs(struct manual *m)
{
	if (m->book->n_vdevs > 0)
		fputs(".Sh VDEVS\n", m->out);
	for (size_t i = 0; i < m->book->n_vdevs; i++) {
		const struct conf_vdev *vdev = m->book->vdevs[i];
		const struct conf_record *options =
			options_record(vdev, &m->arena);

		fprintf(m->out, ".Ss %s\n", vdev->name);
		put_text(m, vdev->doc);
		if (options->n > 0)
			put_table(m, vdev->name, options);
	}
}

static void put_rules(struct manual *m)
{
	fputs(".Sh RULES\n", m->out);
	put_text(m, "Each finding carries the name of the rule that was "
		    "broken.");
	fputs(".Bl -tag -width Ds\n", m->out);
	for (size_t i = 0; i < describe_rule_count(m->book); i++) {
		const struct conf_rule_doc *rule = describe_rule(m->book, i);

		fprintf(m->out, ".It %s\n", rule->name);
		put_text(m, rule->doc);
	}
	fputs(".El\n", m->out);
}

void conf_manual(FILE *out, const struct conf_book *book)
{
	struct manual m = { .out = out, .book = book };

	arena_init(&m.arena);
	fputs(manual_head, out);
	fputs(".Sh KEYS\n", out);
	put_text(&m, "The keys of a mapping in a mapping have a dot between "
		     "them here.");
	put_table(&m, "", &keys_root);
	fputs(".Sh CHARACTER DEVICES\n", out);
	put_table(&m, "", &chardev_record);
	put_vdevs(&m);
	put_rules(&m);
	fputs(manual_foot, out);
	arena_fini(&m.arena);
}
