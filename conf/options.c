/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device's `options:` against the description of its vdev. Must never need
 * the vdev itself.
 */
#include "conf/options.h"

#include "conf/check.h"
#include "conf/rule.h"

/* The value of a type that is another one here does not compile. */
_Static_assert(CONF_AT(struct conf_option, value.boolean, bool) ==
		       offsetof(struct conf_option, value) &&
	       CONF_AT(struct conf_option, value.number, uint64_t) ==
		       offsetof(struct conf_option, value) &&
	       CONF_AT(struct conf_option, value.word, uint32_t) ==
		       offsetof(struct conf_option, value) &&
	       CONF_AT(struct conf_option, value.text, const char *) ==
		       offsetof(struct conf_option, value) &&
	       CONF_AT(struct conf_option, value.chardev,
		       struct conf_chardev) ==
		       offsetof(struct conf_option, value),
	       "an option's value lies where its row says");

static const enum field_type types[] = {
	[CONF_VDEV_BOOL] = FIELD_BOOL,
	[CONF_VDEV_UINT] = FIELD_UINT,
	[CONF_VDEV_SIZE] = FIELD_SIZE,
	[CONF_VDEV_DURATION] = FIELD_DURATION,
	[CONF_VDEV_WORD] = FIELD_WORD,
	[CONF_VDEV_TEXT] = FIELD_TEXT,
	[CONF_VDEV_CHARDEV] = FIELD_CHARDEV,
};

struct conf_field options_field(const struct conf_vdev_option *row, size_t i)
{
	bool is_text = row->type == CONF_VDEV_TEXT;
	bool is_word = row->type == CONF_VDEV_WORD;

	return (struct conf_field){
		.key = row->name,
		.type = types[row->type],
		.flags = (row->required ? FIELD_REQUIRED : 0u) |
			 (row->out ? FIELD_OUT : 0u) |
			 (row->in ? FIELD_IN : 0u),
		.offset = offsetof(struct options_block, option) +
			  i * sizeof(struct conf_option) +
			  offsetof(struct conf_option, value),
		.min = row->min,
		.max = is_text ? 0 : row->max,
		.words = is_word ? row->words : NULL,
		.unset = row->required ? NULL : row->unset,
		.doc = row->doc,
	};
}

const struct conf_record *options_record(const struct conf_vdev *vdev,
					 struct arena *arena)
{
	struct conf_record *record = arena_new(arena, sizeof(*record));
	struct conf_field *field =
		arena_array(arena, vdev->options.n, sizeof(*field));

	for (size_t i = 0; i < vdev->options.n; i++)
		field[i] = options_field(&vdev->options.item[i], i);
	*record = (struct conf_record){
		.name = arena_printf(arena, "the options of vdev %s",
				     vdev->name),
		.field = field,
		.n = vdev->options.n,
		.doc = vdev->summary,
	};
	return record;
}

static void check_options(const struct check *c,
			  const struct conf_device *device,
			  const struct conf_record *record,
			  struct options_block *block)
{
	static const struct conf_field options = {
		.key = "options",
		.type = FIELD_RECORD,
	};
	/* A device without the key: required options are missed there. */
	struct conf_node none = {
		.path = device->node->path,
		.kind = NODE_MAP,
		.line = device->node->line,
		.column = device->node->column,
		.end_line = device->node->end_line,
		.end_column = device->node->end_column,
	};

	if (device->options == NULL)
		check_record(c, &none, record, block);
	else if (device->options->kind == NODE_MAP)
		check_record(c, device->options, record, block);
	else
		check_refuse_kind(c, device->options, &options);
}

/* An input that is the `same` as the output before it; a file has no input. */
static void resolve_same(struct conf_option *option, size_t n)
{
	struct conf_chardev output = { .kind = CONF_CHARDEV_NONE };

	for (size_t i = 0; i < n; i++) {
		struct conf_chardev *c = &option[i].value.chardev;

		if (option[i].row->type != CONF_VDEV_CHARDEV)
			continue;
		if (c->kind == CONF_CHARDEV_SAME)
			*c = output;
		else if (option[i].row->out)
			output = *c;
		if (option[i].row->in && c->kind == CONF_CHARDEV_FILE)
			*c = (struct conf_chardev){ .kind = CONF_CHARDEV_NONE };
	}
}

struct conf_option *conf_options_check(const struct conf_vdev *vdev,
				       const struct conf_device *device,
				       struct arena *arena,
				       struct conf_report *report)
{
	const struct check check = {
		.report = report,
		.dir = check_dir(device->node->path, arena),
	};
	size_t n = vdev->options.n;
	struct options_block *block = arena_new(
		arena, sizeof(*block) + n * sizeof(block->option[0]));
	size_t before = report_count(report);

	check_options(&check, device, options_record(vdev, arena), block);
	for (size_t i = 0; i < n; i++) {
		const struct conf_vdev_option *row = &vdev->options.item[i];

		block->option[i].row = row;
		block->option[i].node = node_find(device->options, row->name);
	}
	if (report_count(report) != before)
		return NULL;
	resolve_same(block->option, n);
	return block->option;
}
