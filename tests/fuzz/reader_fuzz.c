/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a .qvmconf: findings or a configuration, never a crash, never
 * both and never neither.
 *
 *   clang -fsanitize=fuzzer,address,undefined ... ; reader_fuzz corpus/reader
 */
#include <stdio.h>

#include "conf/load.h"
#include "conf/node.h"
#include "conf/util/claim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each kind of record at least once, so that a wild pointer is followed. */
static uint64_t touch(const struct conf *c)
{
	uint64_t sum = c->version + c->limits.stop + (uint64_t)c->system[0];

	for (size_t i = 0; i < c->cpus.n; i++)
		for (size_t k = 0; k < c->cpus.item[i].affinity.n; k++)
			sum += c->cpus.item[i].affinity.item[k];
	for (size_t i = 0; i < c->memory.n; i++)
		sum += c->memory.item[i].node->line;
	for (size_t i = 0; i < c->devices.n; i++) {
		const struct conf_device *d = &c->devices.item[i];

		sum += (uint64_t)d->vdev[0] + (uint64_t)d->name[0];
		for (size_t k = 0; k < d->at.n; k++)
			sum += d->at.item[k].node->line;
		for (size_t k = 0; k < d->irq.n; k++)
			sum += d->irq.item[k].line;
	}
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct conf_report report;
	static FILE *nowhere;
	volatile uint64_t sum;
	struct arena arena;
	struct conf *conf;

	if (nowhere == NULL)
		nowhere = fopen("/dev/null", "w");
	arena_init(&arena);
	report_init(&report, &arena);
	report.path = "dir/fuzz.qvmconf";
	const struct conf_source source = {
		.path = report.path,
		.text = arena_text(&arena, (const char *)data, size),
		.len = size,
	};

	conf = load_conf(&source, &arena, &report);
	CLAIM((conf == NULL) == (report_count(&report) > 0));
	if (conf != NULL)
		sum = touch(conf);
	report_print(&report, nowhere, REPORT_TEXT);
	report_print(&report, nowhere, REPORT_JSON);
	arena_fini(&arena);
	(void)sum;
	return 0;
}
