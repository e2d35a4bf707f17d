/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: each word has one meaning and one spelling. */
#include "qvm/args.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "conf/util/util.h"

static struct args args;

static void begin(void)
{
	cr_redirect_stderr();
}

TestSuite(args, .init = begin);

/* The words behind `qvm`, up to a NULL; copied, since `args` keeps them. */
static int parse(char *const *words)
{
	static char text[16][32];
	static char *argv[17];
	int argc = 1;

	strcpy(text[0], "qvm");
	for (; words[argc - 1] != NULL; argc++)
		snprintf(text[argc], sizeof(text[argc]), "%s", words[argc - 1]);
	for (int i = 0; i < argc; i++)
		argv[i] = text[i];
	argv[argc] = NULL;
	optind = 1; /* getopt begins anew */
	return args_parse(&args, argc, argv);
}

#define WORDS(...) parse((char *[]){ __VA_ARGS__ __VA_OPT__(,) NULL })
#define W(text) (char[]){ text }

Test(args, a_file_alone_is_run)
{
	cr_assert_eq(WORDS(W("a.qvmconf")), 0);
	cr_expect_eq(args.mode, ARGS_RUN);
	cr_expect_eq(args.n_files, 1);
	cr_expect_str_eq(args.files[0], "a.qvmconf");
	cr_expect_null(args.vdev_path);
	cr_expect_null(args.run_dir);
	cr_expect_eq(args.form, REPORT_TEXT);
}

Test(args, every_mode_has_its_word)
{
	static const struct {
		const char *word;
		enum args_mode mode;
		bool file;
	} modes[] = {
		{ "--check", ARGS_CHECK, true },
		{ "--plan", ARGS_PLAN, true },
		{ "--dry-run", ARGS_DRY_RUN, true },
		{ "--explain=cpus", ARGS_EXPLAIN, false },
		{ "--schema", ARGS_SCHEMA, false },
		{ "--manual", ARGS_MANUAL, false },
		{ "--vdevs", ARGS_VDEVS, false },
		{ "--describe=x.so", ARGS_DESCRIBE, false },
		{ "--ends", ARGS_ENDS, false },
		{ "--version", ARGS_VERSION, false },
		{ "--help", ARGS_HELP, false },
	};

	for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
		char word[32];

		snprintf(word, sizeof(word), "%s", modes[i].word);
		cr_expect_eq(modes[i].file ? WORDS(word, W("f")) : WORDS(word),
			     0, "%s", word);
		cr_expect_eq(args.mode, modes[i].mode, "%s", word);
	}
}

Test(args, values_stand_behind_a_sign_or_a_blank)
{
	cr_assert_eq(WORDS(W("--run-dir=/r"), W("--vdev-path"), W("/v:/w"),
			   W("f")), 0);
	cr_expect_str_eq(args.run_dir, "/r");
	cr_expect_str_eq(args.vdev_path, "/v:/w");
	cr_assert_eq(WORDS(W("--explain"), W("cpus.sched")), 0);
	cr_expect_str_eq(args.value, "cpus.sched");
}

Test(args, a_plan_has_two_forms)
{
	cr_assert_eq(WORDS(W("--plan"), W("f")), 0);
	cr_expect_not(args.plan_json);
	cr_assert_eq(WORDS(W("--plan=text"), W("f")), 0);
	cr_expect_not(args.plan_json);
	cr_assert_eq(WORDS(W("--plan=json"), W("f")), 0);
	cr_expect(args.plan_json);
	cr_expect_eq(WORDS(W("--plan=svg"), W("f")), EX_USAGE);
}

Test(args, diagnostics_have_two_forms)
{
	cr_assert_eq(WORDS(W("--diagnostics=json"), W("f")), 0);
	cr_expect_eq(args.form, REPORT_JSON);
	cr_assert_eq(WORDS(W("--diagnostics"), W("text"), W("f")), 0);
	cr_expect_eq(args.form, REPORT_TEXT);
	cr_expect_eq(WORDS(W("--diagnostics=xml"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("--diagnostics="), W("f")), EX_USAGE);
}

Test(args, several_files_can_be_checked)
{
	cr_assert_eq(WORDS(W("--check"), W("--images"), W("a"), W("b"), W("c")),
		     0);
	cr_expect(args.images);
	cr_expect_eq(args.n_files, 3);
	cr_expect_str_eq(args.files[2], "c");
}

Test(args, words_in_short_are_refused)
{
	cr_expect_eq(WORDS(W("--chec"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("--vers")), EX_USAGE);
	cr_expect_eq(WORDS(W("--pl=json"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("--run=/r"), W("f")), EX_USAGE);
}

Test(args, words_that_are_none_are_refused)
{
	cr_expect_eq(WORDS(W("--wrong"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("--checks"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("--Check"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("-c"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("-check"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("--=f")), EX_USAGE);
}

Test(args, missing_values_are_refused)
{
	cr_expect_eq(WORDS(W("--explain")), EX_USAGE);
	cr_expect_eq(WORDS(W("f"), W("--run-dir")), EX_USAGE);
	cr_expect_eq(WORDS(W("--run-dir")), EX_USAGE);
}

Test(args, values_of_words_that_take_none_are_refused)
{
	cr_expect_eq(WORDS(W("--check=1"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("--help=")), EX_USAGE);
}

Test(args, two_modes_are_refused)
{
	cr_expect_eq(WORDS(W("--check"), W("--plan"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("--check"), W("--check"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("--help"), W("--version")), EX_USAGE);
}

Test(args, the_number_of_files_is_the_modes)
{
	cr_expect_eq(WORDS(), EX_USAGE);
	cr_expect_eq(WORDS(W("a"), W("b")), EX_USAGE);
	cr_expect_eq(WORDS(W("--check")), EX_USAGE);
	cr_expect_eq(WORDS(W("--plan"), W("a"), W("b")), EX_USAGE);
	cr_expect_eq(WORDS(W("--dry-run")), EX_USAGE);
	cr_expect_eq(WORDS(W("--version"), W("a")), EX_USAGE);
}

Test(args, images_go_with_check)
{
	cr_expect_eq(WORDS(W("--images"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("--images"), W("--plan"), W("f")), EX_USAGE);
	cr_expect_eq(WORDS(W("--images"), W("--check"), W("f")), 0);
}

Test(args, options_stand_in_front_of_files)
{
	cr_expect_eq(WORDS(W("f"), W("--check")), EX_USAGE);
}

Test(args, two_dashes_end_the_options)
{
	cr_assert_eq(WORDS(W("--"), W("--check")), 0);
	cr_expect_eq(args.mode, ARGS_RUN);
	cr_expect_str_eq(args.files[0], "--check");
}

Test(args, a_mistake_is_told_in_one_line_that_names_the_word)
{
	char text[512];
	FILE *err;
	size_t n;

	cr_assert_eq(WORDS(W("--wrong"), W("f")), EX_USAGE);
	fflush(stderr);
	err = cr_get_redirected_stderr();
	n = fread(text, 1, sizeof(text) - 1, err);
	text[n] = '\0';
	cr_expect_not_null(strstr(text, "--wrong"));
	cr_expect_eq(strchr(text, '\n'), text + n - 1);
}

Test(args, the_help_names_every_word)
{
	static const char *const words[] = {
		"--check", "--images", "--plan", "--dry-run", "--explain",
		"--schema", "--manual", "--vdevs", "--describe", "--ends",
		"--version", "--help", "--vdev-path", "--run-dir",
		"--diagnostics",
	};
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	cr_assert_not_null(out);
	args_help(out);
	fclose(out);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		cr_expect_not_null(strstr(text, words[i]), "%s", words[i]);
	free(text);
}
