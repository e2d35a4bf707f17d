/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of a file through the rooms of this folder, in order.
 * Must never hand out a configuration that has a finding.
 */
#include "conf/conf.h"

#include <inttypes.h>

#include "conf/check.h"
#include "conf/keys.h"
#include "conf/load.h"
#include "conf/reader.h"
#include "conf/rule.h"
#include "conf/rules.h"
#include "conf/scalar.h"
#include "conf/source.h"

static bool is_mapping(const struct conf_node *root, struct conf_report *report)
{
	if (root->kind == NODE_MAP)
		return true;
	if (root->kind != NODE_REFUSED)
		report_find(report, node_place(root), rule_name(RULE_KIND),
			    "the file holds %s where a mapping is wanted",
			    node_show(root, report->arena));
	return false;
}

/* The keys of another version would all be unknown: told once, first. */
static bool is_our_version(const struct conf_node *root,
			   struct conf_report *report)
{
	const struct conf_node *version = node_find(root, "qvm");
	uint64_t number;

	if (version == NULL || version->kind != NODE_VALUE ||
	    version->quoted ||
	    number_read(FIELD_UINT, version->text, &number) != NUMBER_OK ||
	    number == 1)
		return true;
	report_find(report, node_place(version), rule_name(RULE_QVM_VERSION),
		    "the file is written in version %" PRIu64
		    " of the language; this qvm reads version 1",
		    number);
	return false;
}

struct conf *load_conf(const struct conf_source *source, struct arena *arena,
		       struct conf_report *report)
{
	struct conf *conf = arena_new(arena, sizeof(*conf));
	const struct check check = {
		.report = report,
		.dir = check_dir(source->path, arena),
	};
	size_t before = report_count(report);
	const struct conf_node *root;

	if (!source_check(source, report))
		return NULL;
	root = reader_read(source, &reader_qvmconf, report);
	if (root == NULL || !is_mapping(root, report) ||
	    !is_our_version(root, report))
		return NULL;
	check_record(&check, root, &keys_root, conf);
	conf->path = source->path;
	conf->arena = arena;
	rules_check(conf, report);
	return report_count(report) == before ? conf : NULL;
}

struct conf *conf_load(const char *path, struct arena *arena,
		       struct conf_report *report)
{
	const struct conf_place nowhere = { .path = path };
	struct conf_source source;

	report->path = path;
	if (!source_read(&source, path, source_open(path),
			 reader_qvmconf.max_size, nowhere, report))
		return NULL;
	return load_conf(&source, arena, report);
}
