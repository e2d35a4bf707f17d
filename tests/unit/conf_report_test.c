/* SPDX-License-Identifier: Apache-2.0 */
/* How findings are told: order, lines, bytes that must not reach a terminal. */
#include "conf_rig.h"

TestSuite(conf_report, .init = rig_setup, .fini = rig_teardown);

static struct conf_place at(uint32_t line, uint32_t column)
{
	return (struct conf_place){ report.path, line, column, line, column + 1 };
}

static const char *told(enum report_form form)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	const char *copy;

	report_print(&report, out, form);
	fclose(out);
	copy = arena_text(&arena, text, len);
	free(text);
	return copy;
}

Test(conf_report, silence_where_there_is_nothing_to_say)
{
	cr_assert_str_eq(told(REPORT_TEXT), "");
	cr_assert_str_eq(told(REPORT_JSON), "");
}

Test(conf_report, findings_stand_in_the_order_of_the_file)
{
	report_find(&report, at(9, 1), "late", "c");
	report_find(&report, at(2, 7), "first", "a");
	report_find(&report, at(2, 9), "second", "b");
	report_find(&report, at(2, 9), "third", "b");
	cr_assert_str_eq(told(REPORT_TEXT),
			 "dir/test.qvmconf:2:7: error [first]: a\n"
			 "dir/test.qvmconf:2:9: error [second]: b\n"
			 "dir/test.qvmconf:2:9: error [third]: b\n"
			 "dir/test.qvmconf:9:1: error [late]: c\n"
			 "dir/test.qvmconf: 4 errors; nothing was started\n");
}

Test(conf_report, the_other_party_and_the_way_out_are_named)
{
	struct conf_finding *f = report_find(&report, at(1, 2), "r", "what");

	f->related = at(7, 1);
	finding_fix(&report, f, "do %s", "this");
	cr_assert_str_eq(told(REPORT_TEXT),
			 "dir/test.qvmconf:1:2: error [r]: what (line 7); do "
			 "this\n"
			 "dir/test.qvmconf: 1 error; nothing was started\n");
	f->related.path = "other";
	cr_assert_str_eq(told(REPORT_TEXT),
			 "dir/test.qvmconf:1:2: error [r]: what (other:7:1); do "
			 "this\n"
			 "dir/test.qvmconf: 1 error; nothing was started\n");
}

Test(conf_report, long_lines_are_broken_and_indented)
{
	report_find(&report, at(1, 2), "r",
		    "%0*d %0*d %0*d", 60, 0, 9, 1, 50, 2);
	cr_assert_str_eq(
		told(REPORT_TEXT),
		"dir/test.qvmconf:1:2: error [r]: "
		"000000000000000000000000000000000000000000000000000000000000\n"
		"    000000001 "
		"00000000000000000000000000000000000000000000000002\n"
		"dir/test.qvmconf: 1 error; nothing was started\n");
}

Test(conf_report, control_characters_of_a_file_are_spelt_out)
{
	report_find(&report, at(1, 1), "r", "%s", "a\x1b[31m\xff\u202e");
	cr_assert_str_eq(told(REPORT_TEXT),
			 "dir/test.qvmconf:1:1: error [r]: "
			 "a\\u001b[31m\\xff\\u202e\n"
			 "dir/test.qvmconf: 1 error; nothing was started\n");
	cr_assert_str_eq(
		told(REPORT_JSON),
		"{\"file\":\"dir/test.qvmconf\",\"line\":1,\"column\":1,"
		"\"end\":{\"line\":1,\"column\":2},\"rule\":\"r\","
		"\"message\":\"a\\u001b[31m\\ufffd\\u202e\",\"related\":[],"
		"\"fix\":null}\n");
}

Test(conf_report, findings_past_the_limit_are_counted)
{
	for (uint32_t i = 0; i < REPORT_MAX + 3; i++) {
		struct conf_finding *f = report_find(&report, at(i + 1, 1), "r",
						     "%u", i);

		finding_fix(&report, f, "fix");
	}
	cr_assert_eq(report.n, REPORT_MAX);
	cr_assert_not_null(strstr(told(REPORT_TEXT),
				  "103 errors, the first 100 told; nothing was "
				  "started\n"));
}

Test(conf_report, a_finding_without_a_file_is_about_the_report_s)
{
	report_find(&report, node_place(NULL), "r", "what");
	cr_assert_str_eq(told(REPORT_TEXT),
			 "dir/test.qvmconf: error [r]: what\n"
			 "dir/test.qvmconf: 1 error; nothing was started\n");
}

Test(conf_report, a_place_holds_what_begins_before_its_end)
{
	struct conf_place outer = { report.path, 2, 5, 4, 1 };

	report_find(&report, at(4, 1), "r", "behind it");
	cr_assert(!report_touches(&report, outer));
	report_find(&report, at(2, 4), "r", "before it");
	cr_assert(!report_touches(&report, outer));
	report_find(&report, at(3, 80), "r", "in it");
	cr_assert(report_touches(&report, outer));
}
