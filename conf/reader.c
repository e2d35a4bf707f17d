/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From libyaml's events to a tree. Must never ask libyaml for a document, and
 * never go on past a limit: both are what keeps hostile text cheap.
 */
#include "conf/reader.h"

#include <string.h>
#include <yaml.h>

#include "conf/language.h"
#include "conf/rule.h"

const struct reader_form reader_qvmconf = {
	.max_size = 1 * MIB,
	.max_nodes = 10000,
};

const struct reader_form reader_json = {
	.is_json = true,
	.max_size = 4 * MIB,
	.max_nodes = 250000,
};

/* A list or mapping that has begun and not ended. */
struct level {
	struct conf_node *node;
	struct conf_node *last; /* its newest entry */
	struct conf_node *key;  /* mapping: read, and without its value yet */
	bool is_explicit;       /* that key stood behind a `?` */
};

struct reader {
	yaml_parser_t parser;
	struct language language;
	struct conf_report *report;
	struct level level[READER_DEPTH_MAX];
	size_t depth;
	size_t nodes;
	struct conf_node *root;
	bool is_done; /* the stream has ended, and all of it was read */
};

/* ---- nodes --------------------------------------------------------------- */

static struct level *top(struct reader *r)
{
	return r->depth > 0 ? &r->level[r->depth - 1] : NULL;
}

static struct conf_node *new_node(struct reader *r, const yaml_event_t *e,
				  enum node_kind kind)
{
	struct conf_node *node = arena_new(r->report->arena, sizeof(*node));

	*node = (struct conf_node){
		.path = r->language.source->path,
		.kind = kind,
		.line = (uint32_t)e->start_mark.line + 1,
		.column = (uint32_t)e->start_mark.column + 1,
		.end_line = (uint32_t)e->end_mark.line + 1,
		.end_column = (uint32_t)e->end_mark.column + 1,
	};
	r->nodes++;
	return node;
}

static bool is_too_many(struct reader *r, const struct conf_node *node)
{
	size_t max = r->language.form->max_nodes;

	if (r->nodes <= max)
		return false;
	report_find(r->report, node_place(node), rule_name(RULE_LIMIT_NODES),
		    "the file has more than %zu keys, values, lists and "
		    "mappings", max);
	return true;
}

static bool wants_key(const struct level *l)
{
	return l != NULL && l->node->kind == NODE_MAP && l->key == NULL;
}

static void append(struct level *l, struct conf_node *node)
{
	if (l->last == NULL)
		l->node->first = node;
	else
		l->last->next = node;
	l->last = node;
	l->node->n++;
}

static void take_key(struct reader *r, struct conf_node *node,
		     const yaml_event_t *e)
{
	struct level *l = top(r);

	language_key(&r->language, node);
	l->key = node;
	l->is_explicit = language_is_explicit(&r->language, e);
}

static void take_value(struct reader *r, struct conf_node *node)
{
	struct level *l = top(r);

	language_value(&r->language, l != NULL ? l->key : NULL, node);
	if (l == NULL) {
		r->root = node;
		return;
	}
	node->key = l->key;
	if (l->is_explicit && node->kind != NODE_REFUSED)
		report_find(r->report, node_place(node->key),
			    rule_name(RULE_EXPLICIT_KEY),
			    "a key stands before its colon, without `?`");
	append(l, node);
	l->key = NULL;
	l->is_explicit = false;
}

/* ---- events -------------------------------------------------------------- */

/* Each returns whether reading goes on. */
typedef bool event_fn(struct reader *r, const yaml_event_t *e);

static bool on_nothing(struct reader *r, const yaml_event_t *e)
{
	(void)r;
	(void)e;
	return true;
}

static bool on_document(struct reader *r, const yaml_event_t *e)
{
	struct conf_place place = {
		.path = r->language.source->path,
		.line = (uint32_t)e->start_mark.line + 1,
		.column = (uint32_t)e->start_mark.column + 1,
		.end_line = (uint32_t)e->end_mark.line + 1,
		.end_column = (uint32_t)e->end_mark.column + 1,
	};
	struct conf_finding *f;

	if (r->root == NULL)
		return true;
	f = report_find(r->report, place, rule_name(RULE_ONE_DOCUMENT),
			"a second document begins here");
	f->fix = "keep one document in a file";
	return false;
}

static bool on_end(struct reader *r, const yaml_event_t *e)
{
	(void)e;
	if (r->root == NULL) {
		struct conf_place whole = { .path = r->language.source->path };

		report_find(r->report, whole, rule_name(RULE_ONE_DOCUMENT),
			    "the file holds nothing");
	}
	r->is_done = r->root != NULL;
	return false;
}

static bool on_alias(struct reader *r, const yaml_event_t *e)
{
	struct conf_node *node = new_node(r, e, NODE_REFUSED);
	struct conf_finding *f;

	f = report_find(r->report, node_place(node), rule_name(RULE_ALIAS),
			"`*%.40s` is an alias",
			(const char *)e->data.alias.anchor);
	f->fix = "write the value out";
	if (wants_key(top(r)))
		take_key(r, node, e);
	else
		take_value(r, node);
	return !is_too_many(r, node);
}

static bool on_scalar(struct reader *r, const yaml_event_t *e)
{
	struct conf_node *node = new_node(r, e, NODE_VALUE);

	node->len = e->data.scalar.length;
	node->text = arena_text(r->report->arena,
				(const char *)e->data.scalar.value, node->len);
	node->quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	language_scalar(&r->language, e, node);
	if (wants_key(top(r)))
		take_key(r, node, e);
	else
		take_value(r, node);
	return !is_too_many(r, node);
}

static bool on_begin(struct reader *r, const yaml_event_t *e)
{
	bool is_map = e->type == YAML_MAPPING_START_EVENT;
	struct conf_node *node = new_node(r, e, is_map ? NODE_MAP : NODE_LIST);

	if (r->depth == READER_DEPTH_MAX) {
		report_find(r->report, node_place(node),
			    rule_name(RULE_LIMIT_DEPTH),
			    "more than %d mappings and lists lie in each other",
			    READER_DEPTH_MAX);
		return false;
	}
	language_level(&r->language, e, node);
	if (wants_key(top(r)))
		take_key(r, node, e);
	else
		take_value(r, node);
	r->level[r->depth++] = (struct level){ .node = node };
	return !is_too_many(r, node);
}

/* libyaml lets a level without brackets reach to the next word behind it,
 * which may be lines away: such a level ends with its last entry. */
static bool on_finish(struct reader *r, const yaml_event_t *e)
{
	struct level *l = top(r);
	struct conf_node *node = l->node;
	bool is_bare = e->start_mark.index == e->end_mark.index;
	const struct conf_node *last = l->last;

	node->end_line = (uint32_t)e->end_mark.line + 1;
	node->end_column = (uint32_t)e->end_mark.column + 1;
	if (is_bare && last != NULL) {
		node->end_line = last->end_line;
		node->end_column = last->end_column;
	}
	if (node->kind == NODE_MAP)
		language_map(&r->language, node);
	r->depth--;
	return true;
}

static event_fn *const on_event[] = {
	[YAML_NO_EVENT] = on_nothing,
	[YAML_STREAM_START_EVENT] = on_nothing,
	[YAML_STREAM_END_EVENT] = on_end,
	[YAML_DOCUMENT_START_EVENT] = on_document,
	[YAML_DOCUMENT_END_EVENT] = on_nothing,
	[YAML_ALIAS_EVENT] = on_alias,
	[YAML_SCALAR_EVENT] = on_scalar,
	[YAML_SEQUENCE_START_EVENT] = on_begin,
	[YAML_SEQUENCE_END_EVENT] = on_finish,
	[YAML_MAPPING_START_EVENT] = on_begin,
	[YAML_MAPPING_END_EVENT] = on_finish,
};

/* ---- the loop ------------------------------------------------------------ */

static bool read_event(struct reader *r)
{
	yaml_event_t event;
	bool go_on;

	if (!yaml_parser_parse(&r->parser, &event)) {
		language_syntax(&r->language, &r->parser);
		return false;
	}
	go_on = on_event[event.type](r, &event);
	yaml_event_delete(&event);
	return go_on;
}

struct conf_node *reader_read(const struct conf_source *s,
			      const struct reader_form *form,
			      struct conf_report *report)
{
	struct reader r = {
		.report = report,
		.language = {
			.source = s,
			.form = form,
			.report = report,
			.has_question = memchr(s->text, '?', s->len) != NULL,
		},
	};

	if (!yaml_parser_initialize(&r.parser)) {
		report_find(report, (struct conf_place){ .path = s->path },
			    rule_name(RULE_FILE), "out of memory");
		return NULL;
	}
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser,
				     (const unsigned char *)s->text, s->len);
	while (read_event(&r))
		;
	yaml_parser_delete(&r.parser);
	return r.is_done ? r.root : NULL;
}
