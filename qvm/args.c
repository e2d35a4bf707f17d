/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of options. Must never give a word two meanings or take one that
 * is cut short: getopt's abbreviations are refused.
 */
#include "qvm/args.h"

#include <getopt.h>
#include <stdint.h>
#include <string.h>
#include <sysexits.h>

#include "conf/util/util.h"

enum option_kind { KIND_MODE, KIND_IMAGES, KIND_FORM, KIND_VDEV_PATH, KIND_RUN_DIR };

enum files { FILES_NONE, FILES_ONE, FILES_SOME };

static const struct option_row {
	const char *name;
	const char *value; /* what stands behind it in the help; NULL: none */
	const char *doc;
	uint8_t kind;  /* enum option_kind */
	uint8_t mode;  /* KIND_MODE: enum args_mode */
	uint8_t takes; /* getopt's has_arg */
	uint8_t files; /* KIND_MODE: enum files */
} rows[] = {
	{ "check", NULL, "Check FILE...; silent when good, else status 65.",
	  KIND_MODE, ARGS_CHECK, no_argument, FILES_SOME },
	{ "images", NULL, "With --check: open the images too.", KIND_IMAGES, 0,
	  no_argument, 0 },
	{ "plan", "text|json", "Print the machine that would be built.",
	  KIND_MODE, ARGS_PLAN, optional_argument, FILES_ONE },
	{ "dry-run", NULL,
	  "Build the machine, stop before its first instruction.", KIND_MODE,
	  ARGS_DRY_RUN, no_argument, FILES_ONE },
	{ "explain", "KEY", "Explain a key of the language, as memory.ram.size.",
	  KIND_MODE, ARGS_EXPLAIN, required_argument, FILES_NONE },
	{ "schema", NULL, "Print the JSON Schema of the language.", KIND_MODE,
	  ARGS_SCHEMA, no_argument, FILES_NONE },
	{ "manual", "qvm|qvmconf", "Print qvmconf(5), or qvm(1), in mdoc.",
	  KIND_MODE, ARGS_MANUAL, optional_argument, FILES_NONE },
	{ "vdevs", NULL, "List the vdevs on the path, with their options.",
	  KIND_MODE, ARGS_VDEVS, no_argument, FILES_NONE },
	{ "describe", "OBJECT",
	  "Print the description of a vdev's shared object (runs its code).",
	  KIND_MODE, ARGS_DESCRIBE, required_argument, FILES_NONE },
	{ "ends", NULL, "Print all ends of a VM and their exit statuses.",
	  KIND_MODE, ARGS_ENDS, no_argument, FILES_NONE },
	{ "version", NULL, "Print the version.", KIND_MODE, ARGS_VERSION,
	  no_argument, FILES_NONE },
	{ "help", NULL, "Print this.", KIND_MODE, ARGS_HELP, no_argument,
	  FILES_NONE },
	{ "vdev-path", "DIR[:DIR]",
	  "Where vdevs are; default: $QVM_VDEV_PATH, else ../lib/qvm/vdev from "
	  "the directory of qvm.",
	  KIND_VDEV_PATH, 0, required_argument, 0 },
	{ "run-dir", "DIR",
	  "Where run directories are made; default: /run/qvm, or "
	  "$XDG_RUNTIME_DIR/qvm for a user.",
	  KIND_RUN_DIR, 0, required_argument, 0 },
	{ "diagnostics", "text|json", "How findings are printed: as text, or one JSON object a line.", KIND_FORM, 0,
	  required_argument, 0 },
};

static int usage(const char *what, const char *which)
{
	fprintf(stderr, "qvm: %s%s (qvm --help tells more)\n", what, which);
	return EX_USAGE;
}

/* One of two words: is it the second? No word is the first. */
static int parse_either(const char *text, const char *first,
			const char *second, bool *is_second)
{
	*is_second = text != NULL && strcmp(text, second) == 0;
	if (*is_second || text == NULL || strcmp(text, first) == 0)
		return 0;
	return usage("not a value of this option: ", text);
}

static int take_mode(struct args *a, const struct option_row *row,
		     const char *value)
{
	if (a->mode != ARGS_RUN)
		return usage("more than one thing to do: --", row->name);
	a->mode = (enum args_mode)row->mode;
	a->value = value;
	if (a->mode == ARGS_PLAN)
		return parse_either(value, "text", "json", &a->plan_json);
	if (a->mode == ARGS_MANUAL)
		return parse_either(value, "qvmconf", "qvm", &a->own_manual);
	return 0;
}

static int take(struct args *a, const struct option_row *row, const char *value)
{
	bool json = false;
	int status;

	switch ((enum option_kind)row->kind) {
	case KIND_MODE:
		return take_mode(a, row, value);
	case KIND_IMAGES:
		a->images = true;
		return 0;
	case KIND_FORM:
		status = parse_either(value, "text", "json", &json);
		a->form = json ? REPORT_JSON : REPORT_TEXT;
		return status;
	case KIND_VDEV_PATH:
		a->vdev_path = value;
		return 0;
	case KIND_RUN_DIR:
		a->run_dir = value;
		return 0;
	}
	return EX_USAGE;
}

static enum files files_of(enum args_mode mode)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].kind == KIND_MODE && rows[i].mode == mode)
			return (enum files)rows[i].files;
	return FILES_ONE; /* ARGS_RUN has no row */
}

static int check_files(const struct args *a)
{
	switch (files_of(a->mode)) {
	case FILES_NONE:
		return a->n_files == 0 ? 0 : usage("one word too many: ",
						   a->files[0]);
	case FILES_ONE:
		if (a->n_files == 0)
			return usage("which FILE?", "");
		return a->n_files == 1 ? 0 : usage("one FILE at a time, not ",
						   a->files[1]);
	case FILES_SOME:
		return a->n_files > 0 ? 0 : usage("which FILE?", "");
	}
	return EX_USAGE;
}

/* The word as it was given, so that an abbreviation can be refused. */
static bool is_whole(const char *word, const char *name)
{
	size_t len = strlen(name);

	return strncmp(word, "--", 2) == 0 &&
	       strncmp(word + 2, name, len) == 0 &&
	       (word[2 + len] == '\0' || word[2 + len] == '=');
}

int args_parse(struct args *a, int argc, char **argv)
{
	struct option options[ARRAY_LEN(rows) + 1] = { 0 };
	int row, at, status = 0;

	*a = (struct args){ .mode = ARGS_RUN };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		options[i] = (struct option){ .name = rows[i].name,
					      .has_arg = rows[i].takes,
					      .val = (int)i };
	opterr = 0;
	for (at = optind; status == 0 &&
	     (row = getopt_long(argc, argv, "+", options, NULL)) != -1;
	     at = optind) {
		if (row == '?')
			return usage("an option that is none, or lacks its "
				     "value: ", argv[at]);
		if (!is_whole(argv[at], rows[row].name))
			return usage("options are not cut short: ", argv[at]);
		status = take(a, &rows[row], optarg);
	}
	a->files = argv + optind;
	a->n_files = argc - optind;
	if (status == 0 && a->images && a->mode != ARGS_CHECK)
		status = usage("--images goes with --check", "");
	return status != 0 ? status : check_files(a);
}

/* "--plan[=text|json]": an option as it is written. */
static void spell(char *text, size_t size, const struct option_row *row)
{
	bool optional = row->takes == optional_argument;

	snprintf(text, size, "--%s%s%s%s%s", row->name, optional ? "[" : "",
		 row->value != NULL ? "=" : "",
		 row->value != NULL ? row->value : "", optional ? "]" : "");
}

static const char statuses[] =
	"0 off, 3 power cut, 4 watchdog, 5 unsupported, 6 vdev, 7 internal, "
	"8 reset,\n9 guest crash, 10 host, 32-63 vdev-defined, 64 usage, "
	"65 configuration,\n69 host cannot";

void args_help(FILE *out)
{
	fputs("usage: qvm [OPTION]... FILE\n"
	      "       qvm --check [--images] FILE...\n\n"
	      "Runs the virtual machine that FILE describes.\n\n", out);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char left[40];

		spell(left, sizeof(left), &rows[i]);
		fprintf(out, "  %-26s  %s\n", left, rows[i].doc);
	}
	fprintf(out, "\nExit status: %s; `qvm --ends` tells more.\n",
		statuses);
}

void args_manual(FILE *out)
{
	fputs(".\\\" Made by `qvm --manual=qvm`.\n"
	      ".Dd $Mdocdate$\n.Dt QVM 1\n.Os\n"
	      ".Sh NAME\n.Nm qvm\n.Nd a virtual machine as one service\n"
	      ".Sh SYNOPSIS\n.Nm\n.Op Ar option ...\n.Ar file\n"
	      ".Sh DESCRIPTION\n.Nm\nchecks\n.Ar file ,\nbuilds on KVM "
	      "exactly the machine that it describes, and runs the guest "
	      "until it ends.\nWhat the file does not define ends the guest "
	      "in a defined way.\nThe options are:\n"
	      ".Bl -tag -width Ds\n", out);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char left[40];

		spell(left, sizeof(left), &rows[i]);
		fprintf(out, ".It Fl %s\n%s\n", left + 1, rows[i].doc);
	}
	fprintf(out, ".El\n.Sh SIGNALS\nTERM and INT do what the file's\n"
		".Cm stop\nsays; a second one cuts the power, as QUIT does.\n"
		"USR1 writes a status to the log.\nUSR2, HUP and PIPE are ignored.\n"
		"On a terminal Ctrl-] twice is a TERM.\n"
		".Sh EXIT STATUS\n%s.\n.Fl -ends\nprints every reason.\n"
		".Sh SEE ALSO\n.Xr qvmconf 5\n", statuses);
}
