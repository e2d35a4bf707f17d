/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The refusals, one function each. Must never refuse what a plain reader of
 * the file could not see the reason of: each finding says what to write
 * instead.
 */
#include "conf/language.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "conf/rule.h"
#include "conf/util/utf8.h"

/* ---- tags and anchors ---------------------------------------------------- */

static void refuse_anchor(const struct language *l, const yaml_char_t *anchor,
			  const struct conf_node *node)
{
	struct conf_finding *f;

	if (anchor == NULL)
		return;
	f = report_find(l->report, node_place(node), rule_name(RULE_ANCHOR),
			"`&%.40s` is an anchor", (const char *)anchor);
	f->fix = "remove it, and write the value out where it is wanted";
}

static void refuse_tag(const struct language *l, const yaml_char_t *tag,
		       const struct conf_node *node)
{
	struct conf_finding *f;

	if (tag == NULL)
		return;
	f = report_find(l->report, node_place(node), rule_name(RULE_TAG),
			"`%.40s` is a tag", (const char *)tag);
	f->fix = "remove it: the key says what type its value has";
}

void language_level(const struct language *l, const yaml_event_t *event,
		    const struct conf_node *node)
{
	if (event->type == YAML_MAPPING_START_EVENT) {
		refuse_anchor(l, event->data.mapping_start.anchor, node);
		refuse_tag(l, event->data.mapping_start.tag, node);
	} else {
		refuse_anchor(l, event->data.sequence_start.anchor, node);
		refuse_tag(l, event->data.sequence_start.tag, node);
	}
}

/* ---- values -------------------------------------------------------------- */

static struct conf_finding *refuse(const struct language *l,
				   struct conf_node *node,
				   enum conf_rule_id rule, const char *what)
{
	node->kind = NODE_REFUSED;
	return report_find(l->report, node_place(node), rule_name(rule), "%s",
			   what);
}

static bool is_allowed_escape(const struct language *l, uint32_t character)
{
	return l->form->is_json && (character == '\n' || character == '\t');
}

/* The source has nothing invisible; what is left are escapes. */
static void refuse_hidden(const struct language *l, struct conf_node *node)
{
	size_t at = 0;

	while (at < node->len) {
		uint32_t c;
		size_t size;

		if (node->text[at] >= ' ' && node->text[at] < 0x7f) {
			at++;
			continue;
		}
		size = utf8_next(node->text + at, node->len - at, &c);
		if (size == 0)
			break; /* can't be: libyaml writes UTF-8 */
		if (utf8_is_hidden(c) && !is_allowed_escape(l, c)) {
			node->kind = NODE_REFUSED;
			report_find(l->report, node_place(node),
				    rule_name(RULE_HIDDEN_CHARACTER),
				    "the text has an invisible character in "
				    "it, U+%04" PRIX32, c);
			break;
		}
		at += size;
	}
}

enum { WORD_MAX = 80 }; /* a longer one is not repeated in a fix */

/* `io:0x3f8` is one word to YAML. Whether it was that. */
static bool fix_colon(const struct language *l, struct conf_finding *f,
		      const char *text, size_t len)
{
	const char *colon = memchr(text, ':', len);

	if (len > WORD_MAX || colon == NULL || colon == text ||
	    colon + 1 == text + len)
		return false;
	finding_fix(l->report, f,
		    "put a blank after the colon: `%.*s: %.*s`",
		    (int)(colon - text), text,
		    (int)(text + len - colon - 1), colon + 1);
	return true;
}

/* Most often the line lacks the blank behind its colon, or is indented too
 * far; what libyaml then says of the line where it ended is no news. */
static void refuse_lines(struct language *l, struct conf_node *node)
{
	struct conf_finding *f;

	f = refuse(l, node, RULE_ONE_LINE,
		   "the value goes on in the next line");
	f->fix = "write it on one line, or check the colon and the indentation "
		 "of the line behind it";
	if (!node->quoted)
		fix_colon(l, f, node->text, strcspn(node->text, " "));
	l->run_on = node->end_line;
}

void language_scalar(struct language *l, const yaml_event_t *event,
		     struct conf_node *node)
{
	yaml_scalar_style_t style = event->data.scalar.style;

	refuse_anchor(l, event->data.scalar.anchor, node);
	refuse_tag(l, event->data.scalar.tag, node);
	if (style == YAML_LITERAL_SCALAR_STYLE ||
	    style == YAML_FOLDED_SCALAR_STYLE)
		refuse(l, node, RULE_BLOCK_SCALAR, "this is a block scalar")
			->fix = "write the text in double quotes, on one line";
	else if (node->line != node->end_line)
		refuse_lines(l, node);
	else
		refuse_hidden(l, node);
}

void language_value(const struct language *l, struct conf_node *key,
		    struct conf_node *node)
{
	struct conf_finding *f;

	if (node->kind != NODE_VALUE || node->quoted || node->len > 0)
		return;
	f = refuse(l, node, RULE_EMPTY_VALUE, "there is no value");
	if (key == NULL || key->kind != NODE_VALUE)
		return;
	f->place = node_place(key);
	f->message = arena_printf(l->report->arena, "%s has no value",
				  node_show(key, l->report->arena));
	if (fix_colon(l, f, key->text, key->len))
		key->kind = NODE_REFUSED;
}

/* ---- keys ---------------------------------------------------------------- */

void language_key(const struct language *l, struct conf_node *node)
{
	bool is_json = l->form->is_json;

	if (node->kind == NODE_REFUSED)
		return;
	if (node->kind != NODE_VALUE)
		refuse(l, node, RULE_KEY_FORM,
		       "a list or mapping can't be a key");
	else if (node->len == 0)
		refuse(l, node, RULE_KEY_FORM,
		       "there is no key before the colon");
	else if (node_is(node, "<<") && !node->quoted)
		refuse(l, node, RULE_MERGE_KEY, "`<<` would merge a mapping")
			->fix = "write its keys out";
	else if (node->quoted && !is_json)
		refuse(l, node, RULE_KEY_FORM, "the key is quoted")
			->fix = "write it without quotes";
	else if (!node->quoted && is_json)
		refuse(l, node, RULE_KEY_FORM, "the key is not quoted");
}

static void seek(struct language *l, size_t index)
{
	const struct conf_source *s = l->source;

	while (l->index < index && l->byte < s->len) {
		do
			l->byte++;
		while ((s->text[l->byte] & 0xc0) == 0x80);
		l->index++;
	}
}

/* The last byte on the line before `at` that is no blank, or 0. */
static char byte_before(const char *text, size_t at)
{
	while (at > 0 && text[at - 1] == ' ')
		at--;
	return at > 0 ? text[at - 1] : '\0';
}

/* The first byte on the line from `at` on that is no blank. */
static char byte_behind(const char *text, size_t at)
{
	return text[at + strspn(text + at, " ")];
}

/* libyaml gives no event for `?`. A key has it before itself, or else has its
 * colon on a later line, which only a key with `?` can have. */
bool language_is_explicit(struct language *l, const yaml_event_t *key)
{
	char before, behind;

	if (!l->has_question)
		return false;
	seek(l, key->start_mark.index);
	before = byte_before(l->source->text, l->byte);
	seek(l, key->end_mark.index);
	behind = byte_behind(l->source->text, l->byte);
	return before == '?' || behind == '\n' || behind == '#';
}

/* ---- mappings ------------------------------------------------------------ */

static int compare_keys(const void *a, const void *b)
{
	const struct conf_node *x = *(const struct conf_node *const *)a;
	const struct conf_node *y = *(const struct conf_node *const *)b;
	int order = strcmp(x->text, y->text);

	if (order != 0)
		return order;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->column > y->column) - (x->column < y->column);
}

static void refuse_duplicate(const struct language *l,
			     const struct conf_node *first,
			     const struct conf_node *again)
{
	struct conf_finding *f;

	f = report_find(l->report, node_place(again),
			rule_name(RULE_DUPLICATE_KEY),
			"%s stands here a second time",
			node_show(again, l->report->arena));
	f->related = node_place(first);
	f->fix = "remove one of them";
}

/* Sorted, not compared pair by pair: a file may hold thousands of keys. */
void language_map(const struct language *l, const struct conf_node *map)
{
	const struct conf_node **key =
		arena_array(l->report->arena, map->n, sizeof(*key));
	size_t n = 0;

	for (const struct conf_node *e = map->first; e != NULL; e = e->next)
		if (e->key->kind == NODE_VALUE)
			key[n++] = e->key;
	qsort(key, n, sizeof(*key), compare_keys);
	for (size_t first = 0, i = 1; i < n; i++) {
		if (strcmp(key[first]->text, key[i]->text) == 0)
			refuse_duplicate(l, key[first], key[i]);
		else
			first = i;
	}
}

/* ---- syntax -------------------------------------------------------------- */

static const struct {
	const char *problem; /* as libyaml puts it */
	const char *fix;
} syntax_fixes[] = {
	{ "could not find expected ':'",
	  "a key has a colon and a blank behind it" },
	{ "mapping values are not allowed in this context",
	  "check the indentation, and put text that has a colon in it in "
	  "double quotes" },
	{ "did not find expected key",
	  "check the indentation: the keys of a mapping begin in one column" },
	{ "did not find expected '-' indicator",
	  "check the indentation: the dashes of a list stand in one column" },
	{ "found character that cannot start any token",
	  "put text that begins with this character in double quotes" },
	{ "found unexpected end of stream", "close the quotes" },
	{ "did not find expected ',' or '}'",
	  "put a comma between the keys, and } behind the last" },
	{ "did not find expected ',' or ']'",
	  "put a comma between the values, and ] behind the last" },
	{ "did not find expected <document start>",
	  "check the indentation of this line" },
};

static struct conf_place mark_place(const struct language *l, yaml_mark_t mark)
{
	return (struct conf_place){
		.path = l->source->path,
		.line = (uint32_t)mark.line + 1,
		.column = (uint32_t)mark.column + 1,
		.end_line = (uint32_t)mark.line + 1,
		.end_column = (uint32_t)mark.column + 1,
	};
}

static void fix_syntax(struct conf_finding *f, const char *problem)
{
	for (size_t i = 0; i < ARRAY_LEN(syntax_fixes); i++)
		if (strcmp(syntax_fixes[i].problem, problem) == 0)
			f->fix = syntax_fixes[i].fix;
}

/* A key without its colon: libyaml finds that out lines later. */
static void refuse_keyless(const struct language *l, yaml_mark_t mark)
{
	struct language at = *l;
	const char *word;
	struct conf_finding *f;

	at.byte = 0;
	at.index = 0;
	seek(&at, mark.index);
	word = l->source->text + at.byte;
	f = report_find(l->report, mark_place(l, mark), rule_name(RULE_SYNTAX),
			"this line has no key with a colon behind it");
	fix_syntax(f, "could not find expected ':'");
	fix_colon(l, f, word, strcspn(word, " \n,}]"));
}

void language_syntax(const struct language *l, const yaml_parser_t *parser)
{
	const char *problem = parser->problem != NULL ? parser->problem
						      : "out of memory";
	const char *context = parser->context;
	struct conf_finding *f;

	if (context != NULL &&
	    strcmp(problem, "could not find expected ':'") == 0) {
		refuse_keyless(l, parser->context_mark);
		return;
	}
	if (l->run_on == parser->problem_mark.line + 1)
		return;
	f = report_find(l->report, mark_place(l, parser->problem_mark),
			rule_name(RULE_SYNTAX), "%s%s%s", problem,
			context != NULL ? " " : "",
			context != NULL ? context : "");
	if (context != NULL &&
	    parser->context_mark.line != parser->problem_mark.line)
		f->related = mark_place(l, parser->context_mark);
	fix_syntax(f, problem);
}
