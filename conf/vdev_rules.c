/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A description may come from anybody. Must never compute a sum that can wrap
 * from what it says.
 */
#include "conf/vdev_rules.h"

#include <inttypes.h>
#include <string.h>

#include "conf/check.h"
#include "conf/options.h"
#include "conf/rule.h"
#include "conf/util/range.h"

/* A row can be judged when nothing in it has a finding. */
static bool is_whole(const struct conf_node *node,
		     const struct conf_report *report)
{
	return node != NULL && node->kind != NODE_REFUSED &&
	       !report_touches(report, node_place(node));
}

/* ---- names ---------------------------------------------------------------- */

/* A list of rows, of which only the names matter. */
struct names {
	const void *item;
	size_t n;
	size_t size; /* of an item */
	size_t name; /* offset of the name in an item */
};

static const char *name_at(const struct names *names, size_t i)
{
	const char *item = (const char *)names->item + i * names->size;

	return *(const char *const *)(const void *)(item + names->name);
}

static const struct conf_node *node_at(const struct names *names, size_t i)
{
	const char *item = (const char *)names->item + i * names->size;

	return *(const struct conf_node *const *)(const void *)item;
}

static void check_names(const struct names *names, struct conf_report *report)
{
	for (size_t i = 1; i < names->n; i++) {
		const char *name = name_at(names, i);

		for (size_t k = 0; k < i && name != NULL; k++) {
			const char *other = name_at(names, k);

			if (other == NULL || strcmp(name, other) != 0)
				continue;
			report_find(report,
				    node_key_place(node_at(names, i), "name"),
				    rule_name(RULE_VDEV_NAME),
				    "the name `%s` is there twice", name)
				->related = node_key_place(node_at(names, k),
							   "name");
			break;
		}
	}
}

#define CHECK_NAMES(list, type, report) \
	check_names(&(struct names){ .item = (list).item, .n = (list).n, \
				     .size = sizeof(type), \
				     .name = CONF_AT(type, name, \
						     const char *) }, \
		    report)

static void check_own_name(const struct conf_vdev *vdev, const char *name,
			   struct conf_report *report)
{
	if (vdev->name == NULL || strcmp(vdev->name, name) == 0)
		return;
	report_find(report, node_key_place(vdev->node, "name"),
		    rule_name(RULE_VDEV_NAME),
		    "the description of `%s` is in the file of `%s`",
		    vdev->name, name);
}

/* ---- options -------------------------------------------------------------- */

static void refuse_option(const struct conf_vdev_option *row, const char *key,
			  const char *what, struct conf_report *report)
{
	report_find(report, node_key_place(row->node, key),
		    rule_name(RULE_VDEV_OPTION), "option `%s` %s", row->name,
		    what);
}

/* Bytes that a value takes in the vdev's option struct. */
static uint64_t option_size(const struct conf_vdev_option *row)
{
	switch ((enum conf_vdev_option_type)row->type) {
	case CONF_VDEV_BOOL:
		return 1;
	case CONF_VDEV_WORD:
	case CONF_VDEV_CHARDEV:
		return 4;
	case CONF_VDEV_UINT:
	case CONF_VDEV_SIZE:
	case CONF_VDEV_DURATION:
	case CONF_VDEV_TEXT:
		break;
	}
	return 8;
}

static bool is_number(const struct conf_vdev_option *row)
{
	return row->type == CONF_VDEV_UINT || row->type == CONF_VDEV_SIZE ||
	       row->type == CONF_VDEV_DURATION;
}

/* The default is judged as a file's value would be, at its own place. */
static void check_default(const struct conf_vdev_option *row,
			  struct conf_report *report)
{
	const struct check check = { .report = report, .dir = "" };
	const struct conf_field field = options_field(row, 0);
	struct conf_node node = *node_find(row->node, "unset");
	struct conf_option value;

	node.quoted = row->type == CONF_VDEV_TEXT;
	check_field(&check, &node, &field, &value.value);
}

static void check_option(const struct conf_vdev *vdev,
			 const struct conf_vdev_option *row,
			 struct conf_report *report)
{
	uint64_t size = option_size(row);

	if (size > vdev->options_size || row->offset > vdev->options_size - size)
		refuse_option(row, "offset", "lies outside the option struct",
			      report);
	else if (!is_aligned(row->offset, size))
		refuse_option(row, "offset", "lies across its alignment",
			      report);
	else if (row->unset == NULL && !row->required)
		refuse_option(row, "unset",
			      "is not required, and has no value for a file "
			      "without it",
			      report);
	else if (is_number(row) && (row->max == 0 || row->min > row->max))
		refuse_option(row, "max", "has no value within its bounds",
			      report);
	else if (row->type == CONF_VDEV_WORD &&
		 row->words[strspn(row->words, " -")] == '\0')
		refuse_option(row, "words", "has no words", report);
	else if (row->type == CONF_VDEV_CHARDEV && !row->in && !row->out)
		refuse_option(row, "out", "has no direction", report);
	else if (row->unset != NULL)
		check_default(row, report);
}

static void check_options(const struct conf_vdev *vdev,
			  struct conf_report *report)
{
	for (size_t i = 0; i < vdev->options.n; i++)
		if (is_whole(vdev->options.item[i].node, report))
			check_option(vdev, &vdev->options.item[i], report);
}

/* ---- registers ------------------------------------------------------------ */

static bool is_block(const struct conf_vdev_reg *reg)
{
	return strcmp(reg->kind, "block") == 0;
}

/* An access stays in its register, or in its block. */
static bool are_widths(const struct conf_vdev_reg *reg)
{
	uint64_t widest = is_block(reg) ? reg->count : reg->size;
	const char *rest = reg->widths;
	int last = WORD_NONE;
	const char *word;
	size_t len;

	while (words_next(&rest, &word, &len)) {
		int width = words_find_bytes("8 16 32 64", word, len);

		if (width <= last || (UINT64_C(1) << width) > widest)
			return false;
		last = width;
	}
	return last != WORD_NONE;
}

/* Where one register, or all of an array, lies. Rows bound each factor to 32
 * and 17 bits. */
static struct range reg_span(const struct conf_vdev_reg *reg)
{
	return (struct range){ reg->offset,
			       (reg->count - 1) * reg->step + reg->size };
}

/* Arrays of one step may lie in each other's gaps. */
static bool regs_meet(const struct conf_vdev_reg *low,
		      const struct conf_vdev_reg *high)
{
	uint64_t distance;

	if (!range_meets(reg_span(low), reg_span(high)))
		return false;
	if (low->count == 1 || high->count == 1 || low->step != high->step)
		return true;
	distance = (high->offset - low->offset) % low->step;
	return distance < low->size || low->step - distance < high->size;
}

static const char *reg_fault(const struct conf_vdev_window *window, size_t i)
{
	const struct conf_vdev_reg *reg = &window->regs.item[i];
	const struct range whole = { 0, window->size };

	if ((reg->size & (reg->size - 1)) != 0)
		return "has a size that is none of 1, 2, 4 and 8";
	if (is_block(reg) && (reg->size != 1 ||
			      (reg->count > 1 && reg->step != 1)))
		return "is a block, and not of single bytes in a row";
	if (!are_widths(reg))
		return "has widths that are not some of 8, 16, 32 and 64 in "
		       "ascending order, none wider than itself";
	if (reg->count > 1 && reg->step < reg->size)
		return "is an array whose step is less than its size";
	if (!range_holds(whole, reg_span(reg)))
		return "ends outside its window";
	if (i > 0 && window->regs.item[i - 1].offset > reg->offset)
		return "lies below the register before it";
	for (size_t k = 0; k < i; k++)
		if (regs_meet(&window->regs.item[k], reg))
			return "overlaps a register before it";
	return NULL;
}

static void check_regs(const struct conf_vdev_window *window,
		       struct conf_report *report)
{
	for (size_t i = 0; i < window->regs.n; i++) {
		const struct conf_vdev_reg *reg = &window->regs.item[i];
		const char *fault = reg_fault(window, i);

		if (fault == NULL)
			continue;
		report_find(report, node_place(reg->node),
			    rule_name(RULE_VDEV_REGISTERS),
			    "register `%s` of window `%s` %s", reg->name,
			    window->name, fault);
		return; /* the ones behind it are judged by it */
	}
}

static void check_windows(const struct conf_vdev *vdev,
			  struct conf_report *report)
{
	for (size_t i = 0; i < vdev->windows.n; i++) {
		const struct conf_vdev_window *w = &vdev->windows.item[i];

		CHECK_NAMES(w->regs, struct conf_vdev_reg, report);
		if (!is_whole(w->node, report))
			continue;
		if (!w->io && !w->mmio)
			report_find(report, node_place(w->node),
				    rule_name(RULE_VDEV_REGISTERS),
				    "window `%s` can lie in no space", w->name);
		check_regs(w, report);
	}
}

void vdev_rules_check(const struct conf_vdev *vdev, const char *name,
		      struct conf_report *report)
{
	check_own_name(vdev, name, report);
	CHECK_NAMES(vdev->options, struct conf_vdev_option, report);
	CHECK_NAMES(vdev->windows, struct conf_vdev_window, report);
	CHECK_NAMES(vdev->irqs, struct conf_vdev_irq, report);
	CHECK_NAMES(vdev->counters, struct conf_vdev_counter, report);
	CHECK_NAMES(vdev->timers, struct conf_vdev_timer, report);
	check_options(vdev, report);
	check_windows(vdev, report);
}
