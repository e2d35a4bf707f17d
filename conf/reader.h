/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader: bytes -> YAML events -> nodes.
 *
 * The reader knows YAML and refuses what is ambiguous in it; it knows no key
 * of ours. It looks at libyaml's events as they come and never lets libyaml
 * build a document: each limit holds before the memory is taken. It finds as
 * much as it can in one run, and gives up at the first thing that makes the
 * rest of the text meaningless.
 */
#ifndef QVM_CONF_READER_H
#define QVM_CONF_READER_H

#include "conf/node.h"
#include "conf/source.h"

enum { READER_DEPTH_MAX = 64 };

/* In which dress the text comes. */
struct reader_form {
	bool is_json; /* keys and text in double quotes, \n in text */
	size_t max_size;
	size_t max_nodes;
};

extern const struct reader_form reader_qvmconf, reader_json;

/*
 * The document of `s`, after source_check. NULL when the text could not be
 * read to its end. A tree with NODE_REFUSED in it comes with findings.
 */
struct conf_node *reader_read(const struct conf_source *s,
			      const struct reader_form *form,
			      struct conf_report *report);

#endif
