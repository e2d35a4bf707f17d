/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A word or a mapping. Must never open or create what it names.
 */
#include "conf/chardev.h"

#include <string.h>

#include "conf/rule.h"
#include "conf/vdev.h"

const char chardev_words[] = "none stdio pty";
const char chardev_input_words[] = "none stdio pty same";

/* The keys follow the order of enum conf_chardev_kind from PTY on. */
static const struct conf_field chardev_fields[] = {
	{ .key = "pty", TEXT_AT(struct conf_chardev, path),
	  .flags = FIELD_ONE_OF, .max = 4095, .example = "\"console\"",
	  .doc = "A pseudo-terminal with a symbolic link of this name to it: "
		 "in the run directory, or where the name holds a slash, at "
		 "that path." },
	{ .key = "file", PATH_AT(struct conf_chardev, path),
	  .flags = FIELD_ONE_OF, .example = "\"console.log\"",
	  .doc = "A file to which output is appended.", .also = "log path" },
	{ .key = "socket", PATH_AT(struct conf_chardev, path),
	  .flags = FIELD_ONE_OF, .example = "\"console.sock\"",
	  .doc = "A UNIX socket on which qvm listens; one client at a time, "
		 "which first gets the last output.",
	  .also = "unix sock" },
	{ .key = "cap", SIZE_AT(struct conf_chardev, cap), .min = 64 * KIB,
	  .max = TIB, .example = "10M",
	  .doc = "With file: how large it may grow. Then output goes on in a "
		 "second file, the name with .1 behind it, and the two take "
		 "turns. Without this key there is no bound.",
	  .also = "max limit size" },
};

const struct conf_record chardev_record = {
	.name = "a character device",
	RECORD_OF(struct conf_chardev, chardev_fields),
	.kind = CONF_AT(struct conf_chardev, kind, uint32_t),
	.doc = "What a stream of bytes is attached to.",
};

static struct conf_finding *refuse(const struct check *c,
				   struct conf_place place, const char *what)
{
	return report_find(c->report, place, rule_name(RULE_CHARDEV), "%s",
			   what);
}

static void refuse_word(const struct check *c, const struct conf_node *node)
{
	struct arena *arena = c->report->arena;
	const char *nearest = NULL;
	struct conf_finding *f;

	f = refuse(c, node_place(node),
		   arena_printf(arena, "%s is not a character device",
				node_show(node, arena)));
	if (node->kind == NODE_VALUE && !node->quoted)
		nearest = words_nearest(chardev_words, node->text, arena);
	if (nearest != NULL)
		finding_fix(c->report, f, "did you mean `%s`?", nearest);
	else
		f->fix = "write none, stdio, pty, { file: \"...\" }, "
			 "{ socket: \"...\" } or { pty: \"...\" }";
}

static void read_word(const struct check *c, const struct conf_node *node,
		      const struct conf_field *field,
		      struct conf_chardev *chardev)
{
	int word = WORD_NONE;

	if ((field->flags & FIELD_IN) != 0 && !node->quoted &&
	    node_is(node, "same")) {
		chardev->kind = CONF_CHARDEV_SAME;
		return;
	}
	if (node->kind == NODE_VALUE && !node->quoted)
		word = words_find(chardev_words, node->text);
	if (word == WORD_NONE)
		refuse_word(c, node);
	else
		chardev->kind = (uint32_t)word;
}

static void finish_pty(const struct check *c, const struct conf_node *node,
		       struct conf_chardev *chardev)
{
	const char *path = chardev->path;
	size_t len = path != NULL ? strlen(path) : 0;

	if (path == NULL)
		return;
	if (len == 0 || path[len - 1] == '/')
		report_find(c->report, node_key_place(node, "pty"),
			    rule_name(RULE_PATH), "`\"%s\"` names no file",
			    path);
	else if (path[0] != '/' && strchr(path, '/') != NULL)
		chardev->path = arena_printf(c->report->arena, "%s%s", c->dir,
					     path);
}

static void read_map(const struct check *c, const struct conf_node *node,
		     struct conf_chardev *chardev)
{
	check_record(c, node, &chardev_record, chardev);
	chardev->kind += CONF_CHARDEV_PTY;
	if (chardev->kind == CONF_CHARDEV_PTY)
		finish_pty(c, node, chardev);
	if (chardev->kind != CONF_CHARDEV_FILE && chardev->cap != 0)
		refuse(c, node_key_place(node, "cap"),
		       "only a file has a `cap`")->fix = "remove it";
}

void chardev_read(const struct check *c, const struct conf_node *node,
		  const struct conf_field *field, void *into)
{
	struct conf_chardev *chardev = into;
	size_t before = report_count(c->report);

	if (node->kind == NODE_MAP)
		read_map(c, node, chardev);
	else
		read_word(c, node, field, chardev);
	chardev->node = node;
	if (report_count(c->report) == before && (field->flags & FIELD_IN) &&
	    chardev->kind == CONF_CHARDEV_FILE)
		refuse(c, node_place(node),
		       arena_printf(c->report->arena,
				    "`%s` gives bytes to the guest, and a file "
				    "can't", field->key))
			->fix = "write none, stdio, pty, same or "
				"{ socket: \"...\" }";
}
