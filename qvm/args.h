/* SPDX-License-Identifier: Apache-2.0 */
/*
 * args: the command line, from one table that help and manual share.
 *
 * What to do is a mode; how to do it are the other fields. Wrong words end the
 * process with 64 and one line that says which.
 */
#ifndef QVM_ARGS_H
#define QVM_ARGS_H

#include <stdbool.h>
#include <stdio.h>

#include "conf/report.h"

enum args_mode {
	ARGS_RUN,
	ARGS_CHECK,
	ARGS_PLAN,
	ARGS_DRY_RUN,
	ARGS_EXPLAIN,
	ARGS_SCHEMA,
	ARGS_MANUAL,
	ARGS_VDEVS,
	ARGS_DESCRIBE,
	ARGS_ENDS,
	ARGS_VERSION,
	ARGS_HELP,
};

struct args {
	enum args_mode mode;
	const char *value;       /* of a mode that takes one */
	bool images;             /* --check looks at images too */
	bool plan_json;
	bool own_manual;         /* --manual of qvm(1) */
	enum report_form form;   /* of diagnostics */
	const char *vdev_path;   /* NULL: environment, then the default */
	const char *run_dir;     /* NULL: the default */
	char **files;
	int n_files;
};

/* Fills `a`, or tells what is wrong and returns EX_USAGE. */
int args_parse(struct args *a, int argc, char **argv);

void args_help(FILE *out);

/* qvm(1), in mdoc, from the same table. */
void args_manual(FILE *out);

#endif
