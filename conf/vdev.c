/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds and reads a vdev's description. Must never run, or even open, the
 * object beside it.
 */
#include "conf/vdev.h"

#include <errno.h>
#include <string.h>

#include "conf/check.h"
#include "conf/keys.h"
#include "conf/load.h"
#include "conf/reader.h"
#include "conf/rule.h"
#include "conf/source.h"
#include "conf/vdev_rules.h"

/* ---- the vdev path -------------------------------------------------------- */

/* Where a description was found. */
struct found {
	int fd; /* -ENOENT: nowhere */
	const char *path;
	const char *object;
};

static struct found find_description(const char *vdev_path, const char *name,
				     struct arena *arena)
{
	struct found found = { .fd = -ENOENT };

	while (*vdev_path != '\0' && found.fd == -ENOENT) {
		int len = (int)strcspn(vdev_path, ":");

		if (len > 0) {
			found.path = arena_printf(arena, "%.*s/vdev-%s.json",
						  len, vdev_path, name);
			found.object = arena_printf(arena, "%.*s/vdev-%s.so",
						    len, vdev_path, name);
			found.fd = source_open(found.path);
		}
		vdev_path += len;
		vdev_path += *vdev_path == ':';
	}
	return found;
}

static void refuse_missing(const char *vdev_path, const char *name,
			   struct conf_place wanted, struct conf_report *report)
{
	struct conf_finding *f;

	f = report_find(report, wanted, rule_name(RULE_VDEV_MISSING),
			"there is no vdev-%s.json in %s", name,
			vdev_path[0] != '\0' ? vdev_path : "the vdev path");
	f->fix = "install the vdev, correct its name, or give --vdev-path";
}

/* ---- the description ------------------------------------------------------ */

static void fill(struct conf_vdev *vdev, const struct conf_node *root,
		 const char *name, struct conf_report *report)
{
	const struct check check = {
		.report = report,
		.dir = "",
		.is_json = true,
	};

	check_record(&check, root, &keys_vdev, vdev);
	vdev_rules_check(vdev, name, report);
}

struct conf_vdev *load_vdev(const struct conf_source *source, const char *name,
			    struct arena *arena, struct conf_report *report)
{
	struct conf_vdev *vdev = arena_new(arena, sizeof(*vdev));
	size_t before = report_count(report);
	const struct conf_node *root;

	if (!source_check(source, report))
		return NULL;
	root = reader_read(source, &reader_json, report);
	if (root == NULL)
		return NULL;
	if (root->kind == NODE_MAP)
		fill(vdev, root, name, report);
	else if (root->kind != NODE_REFUSED)
		report_find(report, node_place(root), rule_name(RULE_KIND),
			    "a description is a JSON object");
	vdev->text = source->text;
	vdev->text_len = source->len;
	return report_count(report) == before ? vdev : NULL;
}

struct conf_vdev *conf_vdev_load(const char *vdev_path, const char *name,
				 struct conf_place wanted, struct arena *arena,
				 struct conf_report *report)
{
	struct found found = find_description(vdev_path, name, arena);
	struct conf_source source;
	struct conf_vdev *vdev;

	if (found.fd == -ENOENT) {
		refuse_missing(vdev_path, name, wanted, report);
		return NULL;
	}
	if (!source_read(&source, found.path, found.fd, reader_json.max_size,
			 wanted, report))
		return NULL;
	vdev = load_vdev(&source, name, arena, report);
	if (vdev != NULL) {
		vdev->path = found.path;
		vdev->object = found.object;
	}
	return vdev;
}
