/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a vdev's description, then, behind a NUL, any bytes as the file
 * whose devices have its options. What gets through is explained and put into
 * a schema, since those trust it.
 */
#include <string.h>

#include "conf/load.h"
#include "conf/print.h"
#include "conf/util/claim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static FILE *nowhere;

static void check_options(struct conf_vdev *vdev, const char *text, size_t len,
			  struct arena *arena, struct conf_report *report)
{
	const struct conf_source source = {
		.path = "fuzz.qvmconf",
		.text = arena_text(arena, text, len),
		.len = len,
	};
	const struct conf *conf = load_conf(&source, arena, report);
	size_t before = report_count(report);

	for (size_t i = 0; conf != NULL && i < conf->devices.n; i++) {
		const struct conf_option *option = conf_options_check(
			vdev, &conf->devices.item[i], arena, report);

		CLAIM((option == NULL) == (report_count(report) > before));
		before = report_count(report);
		for (size_t k = 0; option != NULL && k < vdev->options.n; k++)
			CLAIM(option[k].row == &vdev->options.item[k]);
	}
}

static void print_all(struct conf_vdev *vdev)
{
	struct conf_vdev *const vdevs[] = { vdev };
	const struct conf_book book = { .vdevs = vdevs, .n_vdevs = 1 };

	conf_explain(nowhere, vdev->name, &book);
	conf_schema(nowhere, &book);
	conf_manual(nowhere, &book);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct conf_report report;
	struct arena arena;
	struct conf_vdev *vdev;

	if (nowhere == NULL)
		nowhere = fopen("/dev/null", "w");
	arena_init(&arena);
	report_init(&report, &arena);
	const char *text = arena_text(&arena, (const char *)data, size);
	const size_t len = strnlen(text, size);
	const struct conf_source source = {
		.path = "vdev-x.json",
		.text = arena_text(&arena, text, len),
		.len = len,
	};

	vdev = load_vdev(&source, "x", &arena, &report);
	CLAIM((vdev == NULL) == (report_count(&report) > 0));
	if (vdev != NULL) {
		print_all(vdev);
		if (len < size)
			check_options(vdev, text + len + 1, size - len - 1,
				      &arena, &report);
	}
	report_print(&report, nowhere, REPORT_TEXT);
	arena_fini(&arena);
	return 0;
}
