/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `qvm --explain`: one key, vdev or rule for a person at a terminal.
 */
#include "conf/print.h"

#include <string.h>

#include "conf/describe.h"
#include "conf/keys.h"
#include "conf/nearest.h"
#include "conf/options.h"
#include "conf/wrap.h"

enum { WIDTH = 79, INDENT = 4 };

/* Someone who wants to know something. */
struct explain {
	FILE *out;
	const struct conf_book *book;
	struct arena arena;
};

static void paragraph(struct explain *x, const char *text)
{
	wrap_paragraph(x->out, INDENT, WIDTH, text);
}

/* ---- keys ----------------------------------------------------------------- */

/* The first sentence, or the first clause of a list of cases. */
static const char *first_sentence(struct explain *x, const char *doc)
{
	const char *end = strstr(doc, ". ");
	size_t len = strcspn(doc, "\n");

	if (end != NULL && (size_t)(end - doc) < len)
		len = (size_t)(end - doc) + 1;
	return arena_text(&x->arena, doc, len);
}

static void explain_list(struct explain *x, const char *prefix,
			 const struct conf_record *record)
{
	for (size_t i = 0; i < record->n; i++) {
		const struct conf_field *f = &record->field[i];
		struct wrap w = {
			.out = x->out,
			.width = WIDTH,
			.first = INDENT,
			.indent = (size_t)2 * INDENT,
		};

		wrap_words(&w, arena_printf(&x->arena, "%s%s%s (%s): %s",
					    prefix, prefix[0] != '\0' ? "." : "",
					    f->key,
					    describe_unset(f, &x->arena),
					    first_sentence(x, f->doc)));
		wrap_end(&w);
	}
}

static void explain_field(struct explain *x, const char *path,
			  const struct conf_field *f)
{
	struct wrap head = { .out = x->out, .width = WIDTH, .indent = INDENT };
	const struct conf_record *record = describe_record(f);
	const char *rules = describe_rules(path, x->book, &x->arena);

	wrap_words(&head, arena_printf(&x->arena, "%s: %s; %s", path,
				       describe_type(f, &x->arena),
				       describe_unset(f, &x->arena)));
	wrap_end(&head);
	paragraph(x, f->doc);
	if (f->example != NULL)
		paragraph(x, arena_printf(&x->arena, "For example: %s: %s",
					  f->key, f->example));
	if (rules[0] != '\0')
		paragraph(x, arena_printf(&x->arena, "Rules: %s", rules));
	if (record != NULL) {
		fputs("\nKeys:\n", x->out);
		explain_list(x, path, record);
	}
}

/* The way down from a table along a dotted path. */
struct way {
	const struct conf_field *field;   /* where it leads; NULL: nowhere */
	const struct conf_record *record; /* then the table without the key */
	const char *at;                   /* and the key, in the path */
};

static struct way follow(struct explain *x, const struct conf_record *record,
			 const char *path)
{
	struct way way = { .record = record, .at = path };

	while (way.record != NULL) {
		size_t len = strcspn(way.at, ".");

		way.field = record_find(way.record,
					arena_text(&x->arena, way.at, len));
		if (way.field == NULL || way.at[len] == '\0')
			return way;
		way.record = describe_record(way.field);
		way.at += len + 1;
	}
	way.field = NULL;
	return way;
}

static bool explain_key(struct explain *x, const char *path,
			const struct conf_record *record, const char *rest)
{
	struct way way = follow(x, record, rest);

	if (way.field != NULL)
		explain_field(x, path, way.field);
	return way.field != NULL;
}

/* ---- vdevs and rules ------------------------------------------------------ */

static const struct conf_vdev *find_vdev(const struct conf_book *book,
					 const char *name, size_t len)
{
	for (size_t i = 0; i < book->n_vdevs; i++) {
		const struct conf_vdev *vdev = book->vdevs[i];

		if (strlen(vdev->name) == len &&
		    memcmp(vdev->name, name, len) == 0)
			return vdev;
	}
	return NULL;
}

static void explain_whole_vdev(struct explain *x, const struct conf_vdev *vdev,
			       const struct conf_record *options)
{
	fprintf(x->out, "%s: %s\n", vdev->name, vdev->summary);
	paragraph(x, vdev->doc);
	if (options->n == 0)
		return;
	fputs("\nOptions:\n", x->out);
	explain_list(x, vdev->name, options);
}

static bool explain_vdev(struct explain *x, const char *path)
{
	size_t len = strcspn(path, ".");
	const struct conf_vdev *vdev = find_vdev(x->book, path, len);
	const struct conf_record *options;

	if (vdev == NULL)
		return false;
	options = options_record(vdev, &x->arena);
	if (path[len] != '\0')
		return explain_key(x, path, options, path + len + 1);
	explain_whole_vdev(x, vdev, options);
	return true;
}

static void explain_rule_doc(struct explain *x,
			     const struct conf_rule_doc *rule)
{
	fprintf(x->out, "%s: a rule\n", rule->name);
	paragraph(x, rule->doc);
	if (rule->keys != NULL)
		paragraph(x, arena_printf(&x->arena, "Keys: %s", rule->keys));
}

static bool explain_rule(struct explain *x, const char *name)
{
	for (size_t i = 0; i < describe_rule_count(x->book); i++) {
		const struct conf_rule_doc *rule = describe_rule(x->book, i);

		if (strcmp(rule->name, name) == 0) {
			explain_rule_doc(x, rule);
			return true;
		}
	}
	return false;
}

static bool explain_all_rules(struct explain *x, const char *key)
{
	if (strcmp(key, "rules") != 0)
		return false;
	for (size_t i = 0; i < describe_rule_count(x->book); i++) {
		const struct conf_rule_doc *rule = describe_rule(x->book, i);

		fprintf(x->out, "%s\n", rule->name);
		paragraph(x, rule->doc);
	}
	return true;
}

/* ---- nothing of that name ------------------------------------------------- */

static void explain_root(struct explain *x)
{
	fputs("Keys of a .qvmconf; `qvm --explain KEY` says more, "
	      "`--explain rules` lists the rules:\n\n", x->out);
	explain_list(x, "", &keys_root);
	if (x->book->n_vdevs == 0)
		return;
	fputs("\nInstalled vdevs; `--explain VDEV` lists the options of one:\n\n",
	      x->out);
	for (size_t i = 0; i < x->book->n_vdevs; i++)
		fprintf(x->out, "%*s%s: %s\n", INDENT, "",
			x->book->vdevs[i]->name, x->book->vdevs[i]->summary);
}

static const char *nearest_rule(struct explain *x, const char *name)
{
	size_t best = SIZE_MAX;
	const char *nearest = NULL;

	for (size_t i = 0; i < describe_rule_count(x->book); i++) {
		const char *rule = describe_rule(x->book, i)->name;
		size_t distance = nearest_distance(name, strlen(name), rule,
						   strlen(rule));

		if (distance < best) {
			best = distance;
			nearest = rule;
		}
	}
	return nearest_is_close(best, strlen(name)) ? nearest : NULL;
}

/* The path with the key mended at which it got lost, or NULL. */
static const char *nearest_path(struct explain *x, const char *path)
{
	struct way way = follow(x, &keys_root, path);
	const char *key, *nearest = NULL;

	key = arena_text(&x->arena, way.at, strcspn(way.at, "."));
	if (way.record != NULL)
		nearest = record_nearest(way.record, key);
	if (nearest == NULL)
		return NULL;
	return arena_printf(&x->arena, "%.*s%s", (int)(way.at - path), path,
			    nearest);
}

static void explain_nothing(struct explain *x, const char *key)
{
	const char *nearest = nearest_path(x, key);

	if (nearest == NULL)
		nearest = nearest_rule(x, key);
	fputs("There is no key, vdev or rule `", x->out);
	wrap_visible(x->out, key, strlen(key));
	fputs("`", x->out);
	if (nearest != NULL)
		fprintf(x->out, "; did you mean `%s`?\n", nearest);
	else
		fputs("; `qvm --explain ''` lists the keys\n", x->out);
}

bool conf_explain(FILE *out, const char *key, const struct conf_book *book)
{
	struct explain x = { .out = out, .book = book };
	bool found = true;

	arena_init(&x.arena);
	if (key == NULL || key[0] == '\0')
		explain_root(&x);
	else
		found = explain_key(&x, key, &keys_root, key) ||
			explain_vdev(&x, key) || explain_rule(&x, key) ||
			explain_all_rules(&x, key);
	if (!found)
		explain_nothing(&x, key);
	arena_fini(&x.arena);
	return found;
}
