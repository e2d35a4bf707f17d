/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of a hostile plug-in: each test spoils one thing of a good one. What
 * is checked must be checked before it is used: a row pointer that leads
 * nowhere would crash here.
 */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <string.h>

#include "qvm/plug/plugin.h"

static struct vdev_option options[2];
static struct vdev_reg regs[2];
static struct vdev_window windows[2];
static struct vdev_irq irqs[1];
static struct vdev_counter counters[1];
static struct vdev_timer timers[1];
static struct vdev_ops ops;
static struct vdev_plugin plugin;

static const void *const nowhere = (const void *)(uintptr_t)0xdead000;

static int init(struct vdev *self)
{
	(void)self;
	return 0;
}

static enum vdev_verdict access_(struct vdev *self, struct vdev_access *a)
{
	(void)self;
	(void)a;
	return VDEV_DONE;
}

static void reset(struct vdev *self)
{
	(void)self;
}

static void good_rows(void)
{
	options[0] = (struct vdev_option){ .name = "flag", .doc = "d",
					   .unset = "true",
					   .type = VDEV_OPTION_BOOL };
	options[1] = (struct vdev_option){ .name = "rate", .doc = "d",
					   .type = VDEV_OPTION_UINT,
					   .flags = VDEV_REQUIRED,
					   .max = 10, .offset = 8 };
	regs[0] = (struct vdev_reg){ .name = "A", .doc = "d", .count = 1,
				     .size = 4, .widths = VDEV_W32,
				     .direction = VDEV_RW };
	regs[1] = (struct vdev_reg){ .name = "B", .doc = "d", .offset = 8,
				     .count = 2, .step = 4, .size = 4,
				     .widths = VDEV_W8 | VDEV_W32,
				     .direction = VDEV_RO,
				     .kind = VDEV_REG_STORED };
	windows[0] = (struct vdev_window){ .name = "regs", .doc = "d",
					   .regs = VDEV_TABLE(regs), .size = 16,
					   .spaces = VDEV_SPACE_IO };
	windows[1] = (struct vdev_window){ .name = "empty", .doc = "d",
					   .size = 8,
					   .spaces = VDEV_SPACE_MMIO };
	irqs[0] = (struct vdev_irq){ .name = "line", .doc = "d",
				     .trigger = VDEV_LEVEL };
	counters[0] = (struct vdev_counter){ "bytes", "d" };
	timers[0] = (struct vdev_timer){ .name = "tick", .doc = "d" };
}

static void begin(void)
{
	cr_redirect_stderr();
	good_rows();
	ops = (struct vdev_ops){ .size = sizeof(ops), .init = init,
				 .access = access_, .reset = reset };
	plugin = (struct vdev_plugin){
		.size = sizeof(plugin),
		.abi_major = VDEV_ABI_MAJOR,
		.abi_minor = VDEV_ABI_MINOR,
		.name = "test",
		.summary = "s",
		.doc = "d",
		.options = VDEV_TABLE(options),
		.windows = VDEV_TABLE(windows),
		.irqs = VDEV_TABLE(irqs),
		.counters = VDEV_TABLE(counters),
		.timers = VDEV_TABLE(timers),
		.options_size = 16,
		.state_size = 64,
		.call_us = 10,
		.ops = &ops,
	};
}

TestSuite(plug_check, .init = begin);

static bool is_good(void)
{
	return plugin_check(&plugin, "vdev-test.so") == 0;
}

/* Refused, in one line that names the object and has `text`. */
static void refused(const char *text)
{
	char line[1024];
	FILE *err;
	size_t n;

	cr_assert_neq(plugin_check(&plugin, "vdev-test.so"), 0, "%s", text);
	err = cr_get_redirected_stderr();
	n = fread(line, 1, sizeof(line) - 1, err);
	line[n] = '\0';
	cr_expect_not_null(strstr(line, "vdev-test.so"), "%s", line);
	cr_expect_not_null(strstr(line, text), "%s", line);
	cr_expect(n > 0 && strchr(line, '\n') == line + n - 1, "%s", line);
}

Test(plug_check, the_good_one_passes)
{
	cr_expect(is_good());
}

Test(plug_check, a_vdev_without_any_table_passes)
{
	plugin.options = (struct vdev_table){ 0 };
	plugin.windows = (struct vdev_table){ 0 };
	plugin.irqs = (struct vdev_table){ 0 };
	plugin.counters = (struct vdev_table){ 0 };
	plugin.timers = (struct vdev_table){ 0 };
	plugin.options_size = 0;
	plugin.state_size = 0;
	cr_expect(is_good());
}

/* ---- the head -------------------------------------------------------------- */

Test(plug_check, another_major_version_is_refused)
{
	plugin.abi_major = VDEV_ABI_MAJOR + 1;
	refused("ABI");
}

Test(plug_check, a_later_minor_version_is_refused)
{
	plugin.abi_minor = VDEV_ABI_MINOR + 1;
	refused("ABI");
}

/* A plug-in of another version may lay out everything else differently. */
Test(plug_check, nothing_behind_the_version_is_looked_at_first)
{
	plugin.abi_major = 0xffff;
	plugin.name = nowhere;
	plugin.ops = nowhere;
	refused("ABI");
}

Test(plug_check, a_head_that_is_cut_off_is_refused)
{
	plugin.size = sizeof(plugin) - 1;
	plugin.ops = nowhere;
	refused("cut off");
	plugin.size = 0;
	cr_expect_not(is_good());
}

Test(plug_check, a_longer_head_is_taken)
{
	plugin.size = sizeof(plugin) + 64;
	cr_expect(is_good());
}

Test(plug_check, a_head_without_words_is_refused)
{
	plugin.summary = NULL;
	cr_expect_not(is_good());
	plugin.summary = "s";
	plugin.doc = NULL;
	cr_expect_not(is_good());
	plugin.doc = "d";
	plugin.name = NULL;
	cr_expect_not(is_good());
}

Test(plug_check, a_name_is_small_letters_digits_and_dashes)
{
	static const char *const bad[] = { "", "A", "1a", "-a", "a b", "a_b",
					   "a\n", "../a", "\xc3\xa4" };

	plugin.name = "a-1";
	cr_expect(is_good());
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		plugin.name = bad[i];
		cr_expect_not(is_good(), "%s", bad[i]);
	}
}

Test(plug_check, a_name_without_an_end_is_refused)
{
	static char endless[4096];

	memset(endless, 'a', sizeof(endless));
	plugin.name = endless;
	cr_expect_not(is_good());
}

Test(plug_check, needed_calls_are_there)
{
	plugin.ops = NULL;
	refused("init, access or reset");
}

Test(plug_check, each_needed_call_is_needed)
{
	ops.init = NULL;
	cr_expect_not(is_good());
	ops.init = init;
	ops.access = NULL;
	cr_expect_not(is_good());
	ops.access = access_;
	ops.reset = NULL;
	cr_expect_not(is_good());
	ops.reset = reset;
	ops.size = 8;
	cr_expect_not(is_good());
}

Test(plug_check, sizes_are_bounded)
{
	plugin.state_size = UINT32_MAX;
	cr_expect_not(is_good());
	plugin.state_size = 16 * 1024 * 1024 + 1;
	cr_expect_not(is_good());
	plugin.state_size = 16 * 1024 * 1024;
	cr_expect(is_good());
	plugin.options_size = UINT32_MAX;
	cr_expect_not(is_good());
}

/* ---- tables ---------------------------------------------------------------- */

/* All of them, each with one bad triple; rows that lead nowhere are not read. */
static void bad_table(const void *rows, uint32_t count, uint32_t stride)
{
	struct vdev_table *const tables[] = { &plugin.options, &plugin.windows,
					      &plugin.irqs, &plugin.counters,
					      &plugin.timers };

	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		struct vdev_table kept = *tables[i];

		*tables[i] = (struct vdev_table){ rows, count, stride };
		cr_expect_not(is_good(), "table %zu", i);
		*tables[i] = kept;
	}
}

Test(plug_check, a_table_without_rows_is_refused)
{
	bad_table(NULL, 1, 64);
}

Test(plug_check, too_many_rows_are_refused_unread)
{
	bad_table(nowhere, 65, 64);
	bad_table(nowhere, UINT32_C(1) << 31, 64);
	bad_table(nowhere, UINT32_MAX, UINT32_MAX);
}

Test(plug_check, a_stride_that_can_not_be_is_refused_unread)
{
	bad_table(nowhere, 1, 0);
	bad_table(nowhere, 1, 1);
	bad_table(nowhere, 1, 65);
	bad_table(nowhere, 1, UINT32_C(1) << 31);
	bad_table(nowhere, 1, UINT32_MAX);
}

Test(plug_check, a_longer_stride_is_taken)
{
	static struct {
		struct vdev_counter counter;
		uint64_t more;
	} longer[2] = { { { "one", "d" }, 0 }, { { "two", "d" }, 0 } };

	plugin.counters = (struct vdev_table)VDEV_TABLE(longer);
	cr_expect(is_good());
}

Test(plug_check, registers_are_a_table_too)
{
	windows[0].regs.rows = nowhere;
	windows[0].regs.count = VDEV_REGS_MAX + 1;
	refused("registers");
}

Test(plug_check, registers_without_rows_are_refused)
{
	windows[0].regs.rows = NULL;
	refused("registers");
}

/* ---- options --------------------------------------------------------------- */

Test(plug_check, an_option_has_a_name_and_words)
{
	options[0].name = NULL;
	cr_expect_not(is_good());
	options[0].name = "Bad";
	cr_expect_not(is_good());
	options[0].name = "flag";
	options[0].doc = NULL;
	cr_expect_not(is_good());
}

Test(plug_check, an_option_has_a_type)
{
	options[0].type = VDEV_OPTION_NONE;
	cr_expect_not(is_good());
	options[0].type = VDEV_OPTION_CHARDEV + 1;
	cr_expect_not(is_good());
	options[0].type = UINT32_MAX;
	cr_expect_not(is_good());
}

Test(plug_check, an_option_lies_inside_its_struct)
{
	static const uint32_t bad[] = { 9, 12, 16, 17, UINT32_MAX - 7,
					UINT32_MAX };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		options[1].offset = bad[i];
		cr_expect_not(is_good(), "offset %u", bad[i]);
	}
	options[1].offset = 8;
	plugin.options_size = 15;
	cr_expect_not(is_good());
	plugin.options_size = 0;
	cr_expect_not(is_good());
}

Test(plug_check, an_option_that_may_be_missing_says_what_it_is_then)
{
	options[0].unset = NULL;
	refused("flag");
}

Test(plug_check, a_choice_has_its_words)
{
	options[0].type = VDEV_OPTION_WORD;
	options[0].words = NULL;
	refused("words");
}

Test(plug_check, two_options_of_one_name_are_refused)
{
	options[1].name = "flag";
	refused("flag");
}

/* ---- windows and registers ------------------------------------------------- */

Test(plug_check, a_window_has_a_size)
{
	static const uint32_t bad[] = { 0, 65537, UINT32_C(1) << 31,
					UINT32_MAX };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		windows[1].size = bad[i];
		cr_expect_not(is_good(), "size %u", bad[i]);
	}
	windows[1].size = 65536;
	cr_expect(is_good());
}

Test(plug_check, a_window_has_a_space)
{
	windows[1].spaces = 0;
	refused("empty");
}

Test(plug_check, a_window_of_an_unknown_space_is_refused)
{
	windows[1].spaces = 0x80;
	cr_expect_not(is_good());
}

Test(plug_check, a_window_has_a_name_of_its_own)
{
	windows[1].name = NULL;
	cr_expect_not(is_good());
	windows[1].name = "regs";
	cr_expect_not(is_good());
}

Test(plug_check, a_register_has_a_size_of_a_machine)
{
	static const uint8_t bad[] = { 0, 3, 5, 6, 7, 9, 16, 255 };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		regs[0].size = bad[i];
		cr_expect_not(is_good(), "size %u", bad[i]);
	}
}

Test(plug_check, a_register_is_not_accessed_wider_than_it_is)
{
	static const uint8_t bad[] = { 0, VDEV_W64, VDEV_W32 | VDEV_W64, 0x10,
				       0xff };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		regs[0].widths = bad[i];
		cr_expect_not(is_good(), "widths 0x%x", bad[i]);
	}
	regs[0].widths = VDEV_W8 | VDEV_W16 | VDEV_W32;
	cr_expect(is_good());
}

Test(plug_check, a_wide_register_may_have_every_width)
{
	regs[0].size = 8;
	regs[0].widths = 0xf;
	cr_expect(is_good());
	regs[0].widths = 0x1f;
	cr_expect_not(is_good());
}

Test(plug_check, a_register_has_a_direction)
{
	regs[0].direction = 0;
	cr_expect_not(is_good());
	regs[0].direction = 4;
	cr_expect_not(is_good());
	regs[0].direction = 0xff;
	cr_expect_not(is_good());
}

Test(plug_check, a_register_has_a_kind)
{
	regs[0].kind = VDEV_REG_STORED + 1;
	cr_expect_not(is_good());
	regs[0].kind = 0xff;
	cr_expect_not(is_good());
}

Test(plug_check, a_register_is_there_at_least_once)
{
	regs[0].count = 0;
	cr_expect_not(is_good());
}

Test(plug_check, registers_of_an_array_do_not_overlap)
{
	static const uint32_t bad[] = { 0, 1, 3 };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		regs[1].step = bad[i];
		cr_expect_not(is_good(), "step %u", bad[i]);
	}
}

/* The products of these wrap in 32 and in 64 bits. */
Test(plug_check, an_array_that_leaves_its_window_is_refused)
{
	static const struct {
		uint32_t offset, count, step;
	} bad[] = {
		{ 8, 3, 4 },
		{ 12, 2, 4 },
		{ 16, 1, 4 },
		{ 8, 0x40000001, 4 },
		{ 8, 2, 0xfffffffc },
		{ 8, UINT32_MAX, UINT32_MAX },
		{ UINT32_MAX, 1, 4 },
		{ UINT32_MAX - 3, 2, 4 },
	};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		regs[1].offset = bad[i].offset;
		regs[1].count = bad[i].count;
		regs[1].step = bad[i].step;
		cr_expect_not(is_good(), "row %zu", i);
	}
}

Test(plug_check, registers_stand_in_order)
{
	regs[0].offset = 12;
	regs[1].offset = 0;
	refused("B");
}

Test(plug_check, registers_do_not_overlap)
{
	regs[1].offset = 2;
	regs[1].widths = VDEV_W8;
	refused("B");
}

Test(plug_check, a_register_may_fill_its_window)
{
	regs[0].offset = 0;
	regs[1].offset = 4;
	regs[1].count = 3;
	cr_expect(is_good());
}

/* A width of w bytes needs its register at a multiple of w to be of use, but
 * the tables do not demand it: a byte device may lay out as it likes. */
Test(plug_check, a_register_may_lie_anywhere)
{
	regs[1].offset = 5;
	cr_expect(is_good());
}

Test(plug_check, a_register_has_words)
{
	regs[1].name = NULL;
	cr_expect_not(is_good());
	regs[1].name = "B";
	regs[1].doc = NULL;
	cr_expect_not(is_good());
}

/* ---- interrupts and counters ----------------------------------------------- */

Test(plug_check, an_interrupt_has_a_trigger)
{
	irqs[0].trigger = VDEV_LEVEL + 1;
	cr_expect_not(is_good());
	irqs[0].trigger = UINT32_MAX;
	cr_expect_not(is_good());
}

Test(plug_check, interrupts_counters_and_timers_have_names)
{
	timers[0].name = "";
	cr_expect_not(is_good());
	timers[0].name = "tick";
	irqs[0].name = NULL;
	cr_expect_not(is_good());
	irqs[0].name = "line";
	counters[0].name = "Bytes";
	cr_expect_not(is_good());
	counters[0].name = "bytes";
	counters[0].doc = NULL;
	cr_expect_not(is_good());
}
