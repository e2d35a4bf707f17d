/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vdev-check: is this object a good vdev? No KVM, no guest, no root. It loads
 * any plug-in into children of its own and says what it found, a line for each
 * check. Must never load it into itself but with --run, and must never say that
 * all is good when a check could not run to its end.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>

#include "check.h"

static const char usage[] =
	"usage: vdev-check [OPTION]... vdev-NAME.so\n"
	"\n"
	"Loads a device of qvm without KVM and checks that it keeps to qvm/vdev.h.\n"
	"\n"
	"  --option NAME=VALUE  an option, spelt as in a guest's file; repeatable\n"
	"  --seed N             where random rounds begin; 1 unless given\n"
	"  --rounds N           random rounds of each check; 64 unless given\n"
	"  --replay N           one round, that of the seed a failure has told\n"
	"  --only NAME          checks whose names begin so, and what they need\n"
	"  --run NAME           that one check, in this process: for a debugger\n"
	"  --list               names all checks and ends\n"
	"  --help               says this and ends\n"
	"\n"
	"Prints `ok CHECK`, `not ok CHECK` with why, or `skip CHECK: reason`, and\n"
	"how many of each. Exit status: 0 good, 1 not good, 64 wrong arguments.\n";

enum { LIST = 256, OPTION, SEED, ROUNDS, REPLAY, ONLY, RUN, HELP };

static const struct option long_options[] = {
	{ "option", required_argument, NULL, OPTION },
	{ "seed", required_argument, NULL, SEED },
	{ "rounds", required_argument, NULL, ROUNDS },
	{ "replay", required_argument, NULL, REPLAY },
	{ "only", required_argument, NULL, ONLY },
	{ "run", required_argument, NULL, RUN },
	{ "list", no_argument, NULL, LIST },
	{ "help", no_argument, NULL, HELP },
	{ 0 },
};

struct args {
	struct job job;
	const char *option[VDEV_OPTIONS_MAX + 1];
	size_t n_options;
	const char *only; /* "": all */
	const char *run;
};

/* ---- arguments ----------------------------------------------------------------- */

static _Noreturn void wrong(const char *what, const char *value)
{
	fprintf(stderr, "vdev-check: %s `%s`; see vdev-check --help\n", what,
		value);
	exit(EX_USAGE);
}

static uint64_t number(const char *text)
{
	char *end;
	uint64_t value;

	errno = 0;
	value = strtoull(text, &end, 0);
	if (errno != 0 || end == text || *end != '\0' || text[0] == '-')
		wrong("not a number:", text);
	return value;
}

static _Noreturn void list(void)
{
	for (size_t i = 0; i < n_checks; i++)
		printf("%-22s %s\n", checks[i].name, checks[i].doc);
	exit(EX_OK);
}

static void add_option(struct args *a, const char *text)
{
	if (a->n_options == VDEV_OPTIONS_MAX)
		wrong("one option too many:", text);
	if (strchr(text, '=') == NULL)
		wrong("no NAME=VALUE:", text);
	a->option[a->n_options++] = text;
}

static void take(struct args *a, int option)
{
	switch (option) {
	case OPTION: add_option(a, optarg); return;
	case SEED: a->job.seed = number(optarg); return;
	case ROUNDS: a->job.rounds = (uint32_t)number(optarg); return;
	case REPLAY:
		a->job.replaying = true;
		a->job.seed = number(optarg);
		return;
	case ONLY: a->only = optarg; return;
	case RUN:
		a->job.here = true;
		a->run = optarg;
		return;
	case LIST: list();
	case HELP: fputs(usage, stdout); exit(EX_OK);
	}
	exit(EX_USAGE); /* getopt has said why */
}

static void parse(struct args *a, int argc, char **argv)
{
	int option;

	*a = (struct args){ .job = { .seed = 1, .rounds = 64 }, .only = "" };
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take(a, option);
	if (optind != argc - 1) {
		fputs(usage, stderr);
		exit(EX_USAGE);
	}
	if (a->job.rounds == 0)
		wrong("no rounds:", "0");
	a->job.path = argv[optind];
	a->job.options = a->option;
}

/* ---- checks -------------------------------------------------------------------- */

static bool is_wanted(const struct args *a, const struct check *c)
{
	return c->gives != NEEDS_NOTHING ||
	       strncmp(c->name, a->only, strlen(a->only)) == 0;
}

/* Counts outcomes; what needs something that failed is skipped unrun. */
static int run_all(struct args *a)
{
	unsigned count[OUTCOME_SKIPPED + 1] = { 0 };
	enum needs had = NEEDS_INIT;

	for (size_t i = 0; i < n_checks; i++) {
		const struct check *c = &checks[i];
		enum outcome outcome = OUTCOME_SKIPPED;

		if (!is_wanted(a, c))
			continue;
		if (c->needs > had)
			printf("skip %s: what comes before it is not good\n",
			       c->name);
		else
			outcome = run_check(c, &a->job);
		if (outcome == OUTCOME_FAILED && c->gives != NEEDS_NOTHING &&
		    had >= c->gives)
			had = c->gives - 1;
		count[outcome]++;
	}
	printf("%u passed, %u failed, %u skipped\n", count[OUTCOME_GOOD],
	       count[OUTCOME_FAILED], count[OUTCOME_SKIPPED]);
	return count[OUTCOME_FAILED] == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int run_one(struct args *a)
{
	for (size_t i = 0; i < n_checks; i++)
		if (strcmp(checks[i].name, a->run) == 0) {
			run_here(&checks[i], &a->job);
			printf("ok %s\n", a->run);
			return EXIT_SUCCESS;
		}
	wrong("no such check:", a->run);
}

int main(int argc, char **argv)
{
	struct args args;

	parse(&args, argc, argv);
	args.job.shared = mmap(NULL, sizeof(*args.job.shared),
			       PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (args.job.shared == MAP_FAILED) {
		fprintf(stderr, "vdev-check: no memory: %s\n", strerror(errno));
		return EX_OSERR;
	}
	return args.run != NULL ? run_one(&args) : run_all(&args);
}
