/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of the language share: text in, configuration or findings
 * out. One arena and one report for each test.
 */
#ifndef QVM_TESTS_CONF_RIG_H
#define QVM_TESTS_CONF_RIG_H

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

#include "conf/load.h"
#include "conf/node.h"
#include "conf/reader.h"
#include "conf/util/util.h"

static struct arena arena;
static struct conf_report report;

static void rig_setup(void)
{
	arena_init(&arena);
	report_init(&report, &arena);
	report.path = "dir/test.qvmconf";
}

static void rig_teardown(void)
{
	arena_fini(&arena);
}

static inline struct conf_source rig_source(const char *text)
{
	return (struct conf_source){
		.path = report.path,
		.text = text,
		.len = strlen(text),
	};
}

static inline struct conf_node *rig_read(const char *text)
{
	struct conf_source source = rig_source(text);

	if (!source_check(&source, &report))
		return NULL;
	return reader_read(&source, &reader_qvmconf, &report);
}

/* The least file there is, with `more` behind it. */
#define RIG_LEAST \
	"qvm: 1\n" \
	"system: test\n" \
	"cpus: [ {} ]\n" \
	"memory: [ ram: { at: 0x0, size: 64M } ]\n" \
	"boot: { linux: { kernel: { file: \"vmlinuz\" } } }\n" \
	"irqchip: { kind: kernel }\n"

static inline struct conf *rig_load(const char *more)
{
	struct conf_source source =
		rig_source(arena_printf(&arena, "%s%s", RIG_LEAST, more));

	return load_conf(&source, &arena, &report);
}

static inline const char *rig_first_rule(void)
{
	return report.n > 0 ? report.item[0].rule : "";
}

#endif
