/* SPDX-License-Identifier: Apache-2.0 */
/* From bytes to nodes: places, kinds, and the limits to the byte. */
#include "conf_rig.h"

TestSuite(conf_reader, .init = rig_setup, .fini = rig_teardown);

static void is_at(const struct conf_node *n, uint32_t line, uint32_t column,
		  uint32_t end_line, uint32_t end_column)
{
	cr_assert_not_null(n);
	cr_assert_eq(n->line, line);
	cr_assert_eq(n->column, column);
	cr_assert_eq(n->end_line, end_line);
	cr_assert_eq(n->end_column, end_column);
}

Test(conf_reader, a_value_knows_where_it_began_and_ended)
{
	const struct conf_node *root = rig_read("a: b\nlong: \"text\"\n");

	is_at(node_find(root, "a"), 1, 4, 1, 5);
	is_at(node_find(root, "long"), 2, 7, 2, 13);
	is_at(node_find(root, "long")->key, 2, 1, 2, 5);
}

Test(conf_reader, columns_count_characters)
{
	is_at(node_find(rig_read("{ a: \"\u00e4\u00f6\", b: c }\n"), "b"), 1, 15,
	      1, 16);
}

Test(conf_reader, a_level_ends_with_its_last_entry)
{
	const struct conf_node *root = rig_read("a:\n  b: c\n\n\n# no\nd: e\n");

	is_at(node_find(root, "a"), 2, 3, 2, 7);
}

Test(conf_reader, entries_keep_the_order_of_the_file)
{
	const struct conf_node *root = rig_read("c: 1\na: 2\nb: [x, y]\n");

	cr_assert_eq(root->n, 3);
	cr_assert(node_is(root->first->key, "c"));
	cr_assert(node_is(root->first->next->key, "a"));
	cr_assert_eq(root->first->next->next->n, 2);
	cr_assert_eq(report.n, 0);
}

Test(conf_reader, a_value_has_no_type_of_its_own)
{
	const struct conf_node *root = rig_read("a: 010\nb: yes\nc: \"1\"\n");

	cr_assert_str_eq(node_find(root, "a")->text, "010");
	cr_assert_str_eq(node_find(root, "b")->text, "yes");
	cr_assert(!node_find(root, "b")->quoted);
	cr_assert(node_find(root, "c")->quoted);
}

Test(conf_reader, refused_values_leave_the_rest_readable)
{
	const struct conf_node *root = rig_read("a: *x\nb: &y 1\nc: 2\n");

	cr_assert_eq(node_find(root, "a")->kind, NODE_REFUSED);
	cr_assert_str_eq(node_find(root, "c")->text, "2");
	cr_assert_eq(report.n, 2);
}

Test(conf_reader, syntax_errors_leave_nothing)
{
	cr_assert_null(rig_read("a: [1\n"));
	cr_assert_eq(report.n, 1);
	cr_assert_str_eq(rig_first_rule(), "syntax");
}

/* ---- limits --------------------------------------------------------------- */

static char *repeat(const char *unit, size_t n, const char *tail)
{
	size_t len = strlen(unit);
	char *text = arena_new(&arena, n * len + strlen(tail) + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(text + i * len, unit, len);
	strcpy(text + n * len, tail);
	return text;
}

Test(conf_reader, sixty_four_levels_are_not_too_deep)
{
	cr_assert_not_null(rig_read(repeat("[", 64, repeat("]", 64, "\n"))));
	cr_assert_eq(report.n, 0);
}

Test(conf_reader, sixty_five_levels_are_too_deep)
{
	cr_assert_null(rig_read(repeat("[", 65, repeat("]", 65, "\n"))));
	cr_assert_str_eq(rig_first_rule(), "limit-depth");
}

Test(conf_reader, ten_thousand_nodes_are_not_too_many)
{
	cr_assert_not_null(rig_read(repeat("- a\n", 9999, "")));
	cr_assert_eq(report.n, 0);
}

Test(conf_reader, one_node_more_is)
{
	cr_assert_null(rig_read(repeat("- a\n", 10000, "")));
	cr_assert_str_eq(rig_first_rule(), "limit-nodes");
}

Test(conf_reader, thousands_of_equal_keys_cause_as_many_findings)
{
	rig_read(repeat("key: 1\n", 4000, ""));
	cr_assert_eq(report.n, REPORT_MAX);
	cr_assert_eq(report_count(&report), 3999);
	cr_assert_eq(report.item[0].place.line, 2);
	cr_assert_eq(report.item[0].related.line, 1);
}

/* ---- bytes ---------------------------------------------------------------- */

static const char *rule_of(const char *bytes, size_t len)
{
	struct conf_source source = { .path = "x", .text = bytes, .len = len };

	return source_check(&source, &report) ? "" : rig_first_rule();
}

Test(conf_reader, broken_utf_8_is_not_text)
{
	static const char *const texts[] = {
		"\x80",		"\xc0\x80",	    "\xc1\xbf",
		"\xe0\x80\x80", "\xed\xa0\x80",	    "\xf0\x80\x80\x80",
		"\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xc3",
		"\xe2\x82",	"\xff",
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		report_init(&report, &arena);
		cr_assert_str_eq(rule_of(texts[i], strlen(texts[i])), "utf-8",
				 "row %zu", i);
	}
}

Test(conf_reader, what_cant_be_seen_is_refused)
{
	static const char *const texts[] = {
		"\x1b[31m", "\x7f", "\xc2\x85", "\u200b", "\u2028",
		"\u202e",   "\u2066", "\ufeff", "\ufffe",
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		report_init(&report, &arena);
		cr_assert_str_eq(rule_of(texts[i], strlen(texts[i])),
				 "hidden-character", "row %zu", i);
	}
	report_init(&report, &arena);
	cr_assert_str_eq(rule_of("a\0b", 3), "hidden-character");
}
