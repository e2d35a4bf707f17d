/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every description on the path, and what is printed from them. Must never
 * hide a description that can't be read: it is told, and the status says so.
 */
#include "qvm/plug/tell.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "conf/print.h"
#include "conf/vdev.h"
#include "qvm/plan/rules.h"
#include "qvm/plug/describe.h"
#include "qvm/plug/plugin.h"
#include "qvm/vdev_path.h"

enum { VDEVS_MAX = 256 };

struct found {
	struct arena arena;
	struct conf_report report;
	struct conf_vdev *vdev[VDEVS_MAX];
	size_t n;
	struct conf_book book; /* the above, and the plan's rules */
};

/* NAME of `vdev-NAME.json`, or NULL. */
static const char *vdev_name(struct arena *arena, const char *file)
{
	size_t len = strlen(file);

	if (len <= 10 || strncmp(file, "vdev-", 5) != 0 ||
	    strcmp(file + len - 5, ".json") != 0)
		return NULL;
	return arena_text(arena, file + 5, len - 10);
}

static bool is_known(const struct found *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->vdev[i]->name, name) == 0)
			return true;
	return false;
}

static void look_in(struct found *f, const char *directory, const char *path)
{
	struct dirent **entry = NULL;
	int n = scandir(directory, &entry, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		const char *name = vdev_name(&f->arena, entry[i]->d_name);

		if (name != NULL && f->n < VDEVS_MAX && !is_known(f, name)) {
			struct conf_vdev *v = conf_vdev_load(
				path, name, node_place(NULL), &f->arena,
				&f->report);

			if (v != NULL)
				f->vdev[f->n++] = v;
		}
		free(entry[i]);
	}
	free(entry);
}

static void find_vdevs(struct found *f, const char *option)
{
	const char *path;
	char *copy, *save = NULL;

	*f = (struct found){ 0 };
	arena_init(&f->arena);
	report_init(&f->report, &f->arena);
	path = vdev_path(option, &f->arena);
	copy = arena_text(&f->arena, path, strlen(path));
	for (char *d = strtok_r(copy, ":", &save); d != NULL;
	     d = strtok_r(NULL, ":", &save))
		look_in(f, d, path);
	f->book = (struct conf_book){ .vdevs = f->vdev,
				      .n_vdevs = f->n,
				      .rules = plan_rules,
				      .n_rules = plan_n_rules };
}

static int finish(struct found *f, int status)
{
	report_print(&f->report, stderr, REPORT_TEXT);
	if (status == EX_OK && f->report.n > 0)
		status = EX_DATAERR;
	arena_fini(&f->arena);
	return status;
}

int tell_explain(const char *key, const char *option)
{
	struct found f;

	find_vdevs(&f, option);
	return finish(&f, conf_explain(stdout, key, &f.book) ? EX_OK :
							       EX_USAGE);
}

int tell_schema(const char *option)
{
	struct found f;

	find_vdevs(&f, option);
	conf_schema(stdout, &f.book);
	return finish(&f, EX_OK);
}

int tell_manual(const char *option)
{
	struct found f;

	find_vdevs(&f, option);
	conf_manual(stdout, &f.book);
	return finish(&f, EX_OK);
}

int tell_vdevs(const char *option)
{
	struct found f;

	find_vdevs(&f, option);
	for (size_t i = 0; i < f.n; i++) {
		const struct conf_vdev *v = f.vdev[i];

		printf("%-16s %s (%s)\n", v->name, v->summary, v->object);
		for (size_t o = 0; o < v->options.n; o++)
			printf("    %-16s %s\n", v->options.item[o].name,
			       v->options.item[o].doc);
	}
	return finish(&f, EX_OK);
}

int tell_description(const char *object)
{
	struct plugin p;

	if (plugin_load(&p, object, NULL) != 0)
		return EX_DATAERR;
	plugin_describe(stdout, p.vdev, p.sha256);
	plugin_unload(&p);
	return EX_OK;
}
