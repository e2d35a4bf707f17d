/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON writer, byte for byte. */
#include "conf_rig.h"

#include "conf/util/json.h"

TestSuite(conf_json, .init = rig_setup, .fini = rig_teardown);

static char *text;
static size_t len;

static struct json begin(enum json_form form)
{
	struct json j;

	json_init(&j, open_memstream(&text, &len), form);
	return j;
}

static void is(struct json *j, const char *expected)
{
	fclose(j->out);
	cr_assert_str_eq(text, expected);
	free(text);
}

Test(conf_json, compact_is_one_line)
{
	struct json j = begin(JSON_COMPACT);

	json_object(&j, NULL);
	json_number(&j, "n", UINT64_MAX);
	json_array(&j, "list");
	json_bool(&j, NULL, true);
	json_text(&j, NULL, NULL);
	json_end(&j);
	json_end(&j);
	is(&j, "{\"n\":18446744073709551615,\"list\":[true,null]}\n");
}

Test(conf_json, pretty_is_a_member_a_line)
{
	struct json j = begin(JSON_PRETTY);

	json_object(&j, NULL);
	json_text(&j, "a", "b");
	json_array(&j, "none");
	json_end(&j);
	json_object(&j, "some");
	json_number(&j, "c", 0);
	json_end(&j);
	json_end(&j);
	is(&j, "{\n  \"a\": \"b\",\n  \"none\": [],\n  \"some\": {\n"
	       "    \"c\": 0\n  }\n}\n");
}

Test(conf_json, values_follow_each_other_as_lines)
{
	struct json j = begin(JSON_COMPACT);

	for (uint64_t i = 0; i < 2; i++) {
		json_array(&j, NULL);
		json_number(&j, NULL, i);
		json_end(&j);
	}
	is(&j, "[0]\n[1]\n");
}

Test(conf_json, text_is_escaped)
{
	struct json j = begin(JSON_COMPACT);

	json_array(&j, NULL);
	json_text(&j, NULL, "\"\\\n\t\x01\x7f\u00e4\u2028");
	json_text(&j, NULL, "\xc3(\xff");
	json_end(&j);
	is(&j, "[\"\\\"\\\\\\n\\u0009\\u0001\\u007f\u00e4\\u2028\","
	       "\"\\ufffd(\\ufffd\"]\n");
}
