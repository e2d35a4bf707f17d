/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptions of vdevs, and a device's options against them. */
#include "conf_rig.h"

TestSuite(conf_vdev, .init = rig_setup, .fini = rig_teardown);

#define ROW(name, type, rest) \
	"{\"name\":\"" name "\",\"type\":\"" type "\",\"doc\":\"Doc.\"," rest "}"
#define PLAIN "\"words\":\"\",\"min\":0,\"max\":0,\"out\":false,\"in\":false,"

static struct conf_vdev *load(const char *options, const char *windows)
{
	struct conf_source source = rig_source(arena_printf(
		&arena,
		"{\"qvm-vdev\":1,\"name\":\"x\",\"summary\":\"s\","
		"\"doc\":\"One.\\nTwo.\",\"abi-major\":0,\"abi-minor\":1,"
		"\"sha256\":\"%064d\",\"options-size\":64,\"state-size\":1,"
		"\"call-us\":50,\"acpi-hid\":\"PNP0501\",\"acpi-cid\":\"\","
		"\"legacy-cmos\":false,\"legacy-i8042\":true,"
		"\"options\":[%s],\"windows\":[%s],"
		"\"irqs\":[{\"name\":\"line\",\"trigger\":\"level\","
		"\"required\":true,\"doc\":\"Doc.\"}],\"counters\":[],"
		"\"timers\":[]}",
		0, options, windows));

	return load_vdev(&source, "x", &arena, &report);
}

static const char all_options[] =
	ROW("flag", "bool", PLAIN "\"required\":false,\"unset\":\"true\",\"offset\":0") ","
	ROW("count", "uint", "\"words\":\"\",\"min\":2,\"max\":18446744073709551615,\"out\":false,"
	    "\"in\":false,\"required\":false,\"unset\":\"7\",\"offset\":8") ","
	ROW("size", "size", "\"words\":\"\",\"min\":1,\"max\":4096,\"out\":false,\"in\":false,"
	    "\"required\":false,\"unset\":\"4K\",\"offset\":16") ","
	ROW("wait", "duration", "\"words\":\"\",\"min\":0,\"max\":9000000,\"out\":false,"
	    "\"in\":false,\"required\":false,\"unset\":\"2ms\",\"offset\":24") ","
	ROW("mode", "word", "\"words\":\"slow fast\",\"min\":0,\"max\":0,\"out\":false,"
	    "\"in\":false,\"required\":false,\"unset\":\"fast\",\"offset\":32") ","
	ROW("label", "text", PLAIN "\"required\":true,\"offset\":40") ","
	ROW("output", "chardev", "\"words\":\"\",\"min\":0,\"max\":0,\"out\":true,\"in\":false,"
	    "\"required\":false,\"unset\":\"stdio\",\"offset\":48");

static struct conf_option *options_of(const struct conf_vdev *vdev,
				      const char *options)
{
	const struct conf *c = rig_load(
		arena_printf(&arena, "devices: [ { vdev: x, name: d%s%s } ]\n",
			     options[0] != '\0' ? ", options: " : "", options));

	cr_assert_not_null(c);
	return conf_options_check(vdev, &c->devices.item[0], &arena, &report);
}

Test(conf_vdev, a_description_arrives_whole)
{
	const struct conf_vdev *v = load(
		all_options,
		"{\"name\":\"regs\",\"size\":8,\"io\":true,\"mmio\":false,"
		"\"regs\":[{\"name\":\"A/B\",\"offset\":4,\"count\":1,"
		"\"step\":0,\"size\":4,\"widths\":\"8 16 32\","
		"\"direction\":\"rw\",\"kind\":\"stored\","
		"\"reset\":18446744073709551615,\"writable\":255,"
		"\"read-acts\":true,\"doc\":\"\"}],\"doc\":\"\"}");

	cr_assert_not_null(v);
	cr_assert_eq(v->options.n, 7);
	cr_assert_eq(v->options.item[1].max, UINT64_MAX);
	cr_assert_null(v->options.item[5].unset);
	cr_assert_eq(v->windows.item[0].regs.item[0].reset, UINT64_MAX);
	cr_assert_str_eq(v->windows.item[0].regs.item[0].kind, "stored");
	cr_assert_eq(v->irqs.item[0].level, 1);
	cr_assert_eq(v->counters.n, 0);
	cr_assert(v->legacy_i8042 && !v->legacy_cmos);
	cr_assert_str_eq(v->doc, "One.\nTwo.");
	cr_assert_eq(v->text[0], '{');
}

Test(conf_vdev, missing_options_have_the_values_of_their_rows)
{
	const struct conf_option *o =
		options_of(load(all_options, ""), "{ label: \"\" }");

	cr_assert_not_null(o);
	cr_assert(o[0].value.boolean);
	cr_assert_eq(o[1].value.number, 7);
	cr_assert_eq(o[2].value.number, 4096);
	cr_assert_eq(o[3].value.number, 2000000);
	cr_assert_eq(o[4].value.word, 1);
	cr_assert_str_eq(o[5].value.text, "");
	cr_assert_eq(o[6].value.chardev.kind, CONF_CHARDEV_STDIO);
	cr_assert_null(o[0].node);
	cr_assert_not_null(o[5].node);
}

Test(conf_vdev, given_options_have_the_values_of_the_file)
{
	const struct conf_option *o = options_of(
		load(all_options, ""),
		"{ flag: false, count: 18446744073709551615, size: 1,"
		" wait: 9ms, mode: slow, label: \"a\","
		" output: { file: \"log\", cap: 64K } }");

	cr_assert_not_null(o);
	cr_assert(!o[0].value.boolean);
	cr_assert_eq(o[1].value.number, UINT64_MAX);
	cr_assert_eq(o[2].value.number, 1);
	cr_assert_eq(o[3].value.number, 9000000);
	cr_assert_eq(o[4].value.word, 0);
	cr_assert_str_eq(o[5].value.text, "a");
	cr_assert_eq(o[6].value.chardev.kind, CONF_CHARDEV_FILE);
	cr_assert_str_eq(o[6].value.chardev.path, "dir/log");
	cr_assert_eq(o[6].value.chardev.cap, 65536);
}

Test(conf_vdev, a_pty_link_without_a_slash_is_not_a_path)
{
	const struct conf_vdev *v = load(all_options, "");
	const struct conf_option *o =
		options_of(v, "{ label: \"\", output: { pty: \"com1\" } }");

	cr_assert_eq(o[6].value.chardev.kind, CONF_CHARDEV_PTY);
	cr_assert_str_eq(o[6].value.chardev.path, "com1");
	o = options_of(v, "{ label: \"\", output: { pty: \"a/com1\" } }");
	cr_assert_str_eq(o[6].value.chardev.path, "dir/a/com1");
}

Test(conf_vdev, a_required_option_is_missed_where_there_are_none)
{
	cr_assert_null(options_of(load(all_options, ""), ""));
	cr_assert_str_eq(rig_first_rule(), "missing-key");
}

Test(conf_vdev, bounds_of_rows_hold)
{
	const struct conf_vdev *v = load(all_options, "");

	cr_assert_null(options_of(v, "{ label: \"\", count: 1 }"));
	cr_assert_str_eq(rig_first_rule(), "range");
}

Test(conf_vdev, rows_of_nonsense_are_findings)
{
	static const char *const rows[] = { "1", "[]", "{}", "\"a\"", "null" };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		report_init(&report, &arena);
		cr_assert_null(load(rows[i], ""), "%s", rows[i]);
		cr_assert_null(load("", rows[i]), "%s", rows[i]);
		cr_assert_gt(report.n, 0);
	}
}

#define REG(name, offset, count, step, size) \
	"{\"name\":\"" name "\",\"offset\":" offset ",\"count\":" count \
	",\"step\":" step ",\"size\":" size ",\"widths\":\"8\"," \
	"\"direction\":\"rw\",\"kind\":\"called\",\"reset\":0," \
	"\"writable\":0,\"read-acts\":false,\"doc\":\"\"}"

static bool takes_regs(const char *regs)
{
	report_init(&report, &arena);
	return load("", arena_printf(&arena,
				     "{\"name\":\"regs\",\"size\":64,"
				     "\"io\":true,\"mmio\":false,"
				     "\"regs\":[%s],\"doc\":\"\"}",
				     regs)) != NULL;
}

Test(conf_vdev, arrays_of_registers_may_lie_in_each_other_s_gaps)
{
	cr_assert(takes_regs(REG("a", "0", "8", "8", "4") ","
			     REG("b", "4", "8", "8", "4")));
	cr_assert(!takes_regs(REG("a", "0", "8", "8", "4") ","
			      REG("b", "2", "8", "8", "4")));
	cr_assert(!takes_regs(REG("a", "0", "8", "8", "4") ","
			      REG("b", "6", "7", "8", "4")));
}

#define BLOCK(count, size, step, widths) \
	"{\"name\":\"b\",\"offset\":0,\"count\":" count ",\"step\":" step \
	",\"size\":" size ",\"widths\":\"" widths "\"," \
	"\"direction\":\"rw\",\"kind\":\"block\",\"reset\":0," \
	"\"writable\":0,\"read-acts\":false,\"doc\":\"\"}"

Test(conf_vdev, a_block_is_bytes_that_may_be_taken_together)
{
	cr_assert(takes_regs(BLOCK("16", "1", "1", "8 16 32 64")));
	cr_assert(takes_regs(BLOCK("1", "1", "0", "8")));
	cr_assert(!takes_regs(BLOCK("2", "1", "1", "32")));
	cr_assert(!takes_regs(BLOCK("8", "2", "2", "16")));
	cr_assert(!takes_regs(BLOCK("8", "1", "2", "8")));
}

Test(conf_vdev, registers_end_inside_their_window)
{
	cr_assert(takes_regs(REG("a", "63", "1", "0", "1")));
	cr_assert(!takes_regs(REG("a", "64", "1", "0", "1")));
	cr_assert(!takes_regs(REG("a", "0", "9", "8", "1")));
	cr_assert(!takes_regs(REG("a", "4294967295", "65536", "4294967295",
				  "8")));
}
