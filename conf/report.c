/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gathers findings. Must never format a message that will not be told: a
 * hostile file causes thousands of them.
 */
#include "conf/report.h"

#include <stdarg.h>

void report_init(struct conf_report *r, struct arena *arena)
{
	r->arena = arena;
	r->path = NULL;
	r->n = 0;
	r->dropped = 0;
	r->scratch = (struct conf_finding){ 0 };
}

static struct conf_finding *next_finding(struct conf_report *r)
{
	if (r->n < REPORT_MAX)
		return &r->item[r->n++];
	r->dropped++;
	return &r->scratch;
}

struct conf_finding *report_find(struct conf_report *r, struct conf_place place,
				 const char *rule, const char *format, ...)
{
	struct conf_finding *f = next_finding(r);
	va_list args;

	*f = (struct conf_finding){ .place = place, .rule = rule };
	if (f == &r->scratch)
		return f;
	if (place.path == NULL)
		f->place.path = r->path;
	va_start(args, format);
	f->message = arena_vprintf(r->arena, format, args);
	va_end(args);
	return f;
}

void finding_fix(struct conf_report *r, struct conf_finding *f,
		 const char *format, ...)
{
	va_list args;

	if (f == &r->scratch)
		return;
	va_start(args, format);
	f->fix = arena_vprintf(r->arena, format, args);
	va_end(args);
}

static bool is_before(uint32_t line, uint32_t column, uint32_t than_line,
		      uint32_t than_column)
{
	if (line != than_line)
		return line < than_line;
	return column < than_column;
}

static bool place_holds(const struct conf_place *outer,
			const struct conf_place *p)
{
	if (outer->path != p->path)
		return false;
	return !is_before(p->line, p->column, outer->line, outer->column) &&
	       is_before(p->line, p->column, outer->end_line,
			 outer->end_column);
}

bool report_touches(const struct conf_report *r, struct conf_place place)
{
	for (size_t i = 0; i < r->n; i++)
		if (place_holds(&place, &r->item[i].place))
			return true;
	return false;
}
