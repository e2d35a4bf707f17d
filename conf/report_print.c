/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells findings to a person or to a program. Must never let bytes of the
 * file reach a terminal as they are: what can't be seen is spelt out.
 */
#include "conf/report.h"

#include <inttypes.h>
#include <string.h>

#include "conf/util/json.h"
#include "conf/wrap.h"

/* ---- order --------------------------------------------------------------- */

/* Files stand in the order in which the report met them. */
static size_t file_rank(const struct conf_report *r, const char *path)
{
	size_t i = 0;

	while (i < r->n && r->item[i].place.path != path)
		i++;
	return i;
}

static bool comes_after(const struct conf_report *r,
			const struct conf_finding *a,
			const struct conf_finding *b)
{
	if (a->place.path != b->place.path)
		return file_rank(r, a->place.path) >
		       file_rank(r, b->place.path);
	if (a->place.line != b->place.line)
		return a->place.line > b->place.line;
	return a->place.column > b->place.column;
}

/* By insertion: few rows, mostly in order, and equal ones keep theirs. */
static void sort_findings(const struct conf_report *r,
			  const struct conf_finding *row[REPORT_MAX])
{
	for (size_t i = 0; i < r->n; i++) {
		const struct conf_finding *f = &r->item[i];
		size_t at = i;

		for (; at > 0 && comes_after(r, row[at - 1], f); at--)
			row[at] = row[at - 1];
		row[at] = f;
	}
}

/* ---- text ---------------------------------------------------------------- */

static const char *place_text(struct arena *a, const struct conf_place *p)
{
	const char *path = p->path != NULL ? p->path : "qvm";

	if (p->line == 0)
		return path;
	return arena_printf(a, "%s:%" PRIu32 ":%" PRIu32, path, p->line,
			    p->column);
}

/* The other party: its line, and its file where that is another one. */
static const char *related_text(struct arena *a, const struct conf_finding *f)
{
	const struct conf_place *p = &f->related;

	if (p->path == NULL)
		return "";
	if (p->path == f->place.path)
		return arena_printf(a, " (line %" PRIu32 ")", p->line);
	return arena_printf(a, " (%s)", place_text(a, p));
}

static void print_finding(const struct conf_report *r, FILE *out,
			  const struct conf_finding *f)
{
	struct arena *a = r->arena;
	struct wrap w = { .out = out, .width = 100, .indent = 4 };

	wrap_words(&w, arena_printf(a, "%s: error [%s]: %s%s%s%s",
				    place_text(a, &f->place), f->rule,
				    f->message, related_text(a, f),
				    f->fix != NULL ? "; " : "",
				    f->fix != NULL ? f->fix : ""));
	wrap_end(&w);
}

static bool is_one_file(const struct conf_report *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->item[i].place.path != r->path)
			return false;
	return r->path != NULL;
}

static void print_count(const struct conf_report *r, FILE *out)
{
	size_t total = r->n + r->dropped;

	if (is_one_file(r)) {
		wrap_visible(out, r->path, strlen(r->path));
		fputs(": ", out);
	}
	fprintf(out, "%zu error%s", total, total == 1 ? "" : "s");
	if (r->dropped > 0)
		fprintf(out, ", the first %zu told", r->n);
	fputs("; nothing was started\n", out);
}

/* ---- JSON ---------------------------------------------------------------- */

static void write_position(struct json *j, const struct conf_place *p)
{
	json_text(j, "file", p->path);
	json_number(j, "line", p->line);
	json_number(j, "column", p->column);
}

static void write_finding(FILE *out, const struct conf_finding *f)
{
	struct json j;

	json_init(&j, out, JSON_COMPACT);
	json_object(&j, NULL);
	write_position(&j, &f->place);
	json_object(&j, "end");
	json_number(&j, "line", f->place.end_line);
	json_number(&j, "column", f->place.end_column);
	json_end(&j);
	json_text(&j, "rule", f->rule);
	json_text(&j, "message", f->message);
	json_array(&j, "related");
	if (f->related.path != NULL) {
		json_object(&j, NULL);
		write_position(&j, &f->related);
		json_end(&j);
	}
	json_end(&j);
	json_text(&j, "fix", f->fix);
	json_end(&j);
}

void report_print(const struct conf_report *r, FILE *out, enum report_form form)
{
	const struct conf_finding *row[REPORT_MAX];

	sort_findings(r, row);
	for (size_t i = 0; i < r->n; i++) {
		if (form == REPORT_JSON)
			write_finding(out, row[i]);
		else
			print_finding(r, out, row[i]);
	}
	if (form == REPORT_TEXT && r->n > 0)
		print_count(r, out);
}
