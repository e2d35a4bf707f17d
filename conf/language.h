/* SPDX-License-Identifier: Apache-2.0 */
/*
 * language: what YAML offers and the language does not.
 *
 * Each function looks at one thing that the reader has just met, and makes a
 * finding where the language has no place for it. Where the value behind it
 * means nothing any more the node becomes NODE_REFUSED, and nobody says more
 * about it.
 */
#ifndef QVM_CONF_LANGUAGE_H
#define QVM_CONF_LANGUAGE_H

#include <yaml.h>

#include "conf/node.h"
#include "conf/reader.h"

struct language {
	const struct conf_source *source;
	const struct reader_form *form;
	struct conf_report *report;
	bool has_question; /* there is a `?` somewhere in the text */
	uint32_t run_on;   /* line in which a refused value ended, or 0 */
	/* Marks of libyaml count characters. This one has been found: */
	size_t index; /* so many characters into the text */
	size_t byte;  /* so many bytes */
};

/* Style, lines, tag and anchor of a value. */
void language_scalar(struct language *l, const yaml_event_t *event,
		     struct conf_node *node);

/* Tag and anchor of a list or mapping. */
void language_level(const struct language *l, const yaml_event_t *event,
		    const struct conf_node *node);

/* A node in the place of a key. */
void language_key(const struct language *l, struct conf_node *node);

/* Whether the key that was just read stands behind a `?`. Keys MUST come in
 * file order. */
bool language_is_explicit(struct language *l, const yaml_event_t *key);

/* A node in the place of a value; `key` is NULL in a list. */
void language_value(const struct language *l, struct conf_node *key,
		    struct conf_node *node);

/* The keys of a whole mapping. */
void language_map(const struct language *l, const struct conf_node *map);

/* What libyaml could not read. */
void language_syntax(const struct language *l, const yaml_parser_t *parser);

#endif
