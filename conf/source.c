/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One file into memory, and one pass over its bytes. Must never wait (a pipe
 * is refused, not read) and never take more system calls than a start can
 * afford: open, fstat, read, close.
 */
#include "conf/source.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/rule.h"
#include "conf/util/utf8.h"

enum { BLANKS_MAX = 1024 };

/* ---- reading ------------------------------------------------------------- */

/* Reads until the size that fstat told, or the end where that comes first. */
static ssize_t read_all(int fd, char *into, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t got = read(fd, into + done, size - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

static bool read_open(struct conf_source *s, int fd, size_t max,
		      struct conf_place place, struct conf_report *report)
{
	struct stat st;
	char *text;
	ssize_t got;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		report_find(report, place, rule_name(RULE_FILE),
			    "%s is not a regular file", s->path);
		return false;
	}
	if ((uint64_t)st.st_size > max) {
		report_find(report, place, rule_name(RULE_LIMIT_SIZE),
			    "%s has %" PRIu64 " bytes, more than %zu", s->path,
			    (uint64_t)st.st_size, max);
		return false;
	}
	text = arena_array(report->arena, (size_t)st.st_size + 1, 1);
	got = read_all(fd, text, (size_t)st.st_size);
	if (got < 0) {
		report_find(report, place, rule_name(RULE_FILE),
			    "can't read %s: %s", s->path, strerror(errno));
		return false;
	}
	s->text = text;
	s->len = (size_t)got;
	return true;
}

int source_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	return fd >= 0 ? fd : -errno;
}

bool source_read(struct conf_source *s, const char *path, int fd, size_t max,
		 struct conf_place place, struct conf_report *report)
{
	bool done;

	*s = (struct conf_source){ .path = path };
	if (fd < 0) {
		report_find(report, place, rule_name(RULE_FILE),
			    "can't open %s: %s", path, strerror(-fd));
		return false;
	}
	done = read_open(s, fd, max, place, report);
	close(fd);
	return done;
}

/* ---- checking ------------------------------------------------------------ */

/* One pass over the bytes. */
struct pass {
	const struct conf_source *source;
	struct conf_report *report;
	size_t at;
	size_t line_at;   /* where the line began */
	uint32_t line;    /* from 1 */
	uint32_t blanks;  /* blanks and line ends directly before `at` */
};

static struct conf_place pass_place(const struct pass *p, size_t size)
{
	uint32_t column = 1;

	for (size_t i = p->line_at; i < p->at; i++)
		column += (p->source->text[i] & 0xc0) != 0x80;
	return (struct conf_place){
		.path = p->source->path,
		.line = p->line,
		.column = column,
		.end_line = p->line,
		.end_column = column + (size > 0 ? 1 : 0),
	};
}

static struct conf_finding *pass_find(const struct pass *p,
				      enum conf_rule_id rule, const char *what)
{
	return report_find(p->report, pass_place(p, 1), rule_name(rule), "%s",
			   what);
}

/* The fix of a finding is a fixed text here. */
static bool pass_refuse(const struct pass *p, enum conf_rule_id rule,
			const char *what, const char *fix)
{
	pass_find(p, rule, what)->fix = fix;
	return false;
}

static bool refuse_hidden(const struct pass *p, uint32_t character)
{
	struct conf_finding *f;

	if (character == '\r')
		return pass_refuse(p, RULE_LINE_END,
				   "the line ends in a carriage return",
				   "save the file with Unix line ends");
	if (character == 0xfeff && p->at == 0)
		return pass_refuse(p, RULE_HIDDEN_CHARACTER,
				   "the file begins with a byte order mark",
				   "save it as UTF-8 without one");
	f = report_find(p->report, pass_place(p, 1),
			rule_name(RULE_HIDDEN_CHARACTER),
			"there is an invisible character, U+%04" PRIX32,
			character);
	f->fix = "remove it";
	return false;
}

/* Anything but a printable character of ASCII. */
static bool check_other(struct pass *p)
{
	const struct conf_source *s = p->source;
	uint32_t character;
	size_t size = utf8_next(s->text + p->at, s->len - p->at, &character);

	if (size == 0)
		return pass_refuse(p, RULE_UTF_8,
				   "the bytes here are not UTF-8",
				   "save the file as UTF-8");
	if (utf8_is_hidden(character))
		return refuse_hidden(p, character);
	p->at += size;
	p->blanks = 0;
	return true;
}

static bool check_blank(struct pass *p, char c)
{
	if (c == '\t')
		return pass_refuse(p, RULE_TAB, "there is a tab",
				   "write blanks");
	if (++p->blanks > BLANKS_MAX)
		return pass_refuse(p, RULE_LIMIT_BLANKS,
				   "more than 1024 blanks and line ends in a "
				   "row",
				   "remove them");
	p->at++;
	if (c == '\n') {
		p->line++;
		p->line_at = p->at;
	}
	return true;
}

static bool is_printable(char c)
{
	return c > ' ' && c < 0x7f;
}

static bool check_next(struct pass *p)
{
	const char *text = p->source->text;
	char c = text[p->at];

	if (c == ' ' || c == '\n' || c == '\t')
		return check_blank(p, c);
	if (c == '%' && p->at == p->line_at)
		return pass_refuse(p, RULE_DIRECTIVE,
				   "the line is a YAML directive",
				   "remove it: the language has none");
	if (!is_printable(c))
		return check_other(p);
	while (is_printable(text[p->at])) /* ends at the NUL at the latest */
		p->at++;
	p->blanks = 0;
	return true;
}

bool source_check(const struct conf_source *s, struct conf_report *report)
{
	struct pass p = {
		.source = s,
		.report = report,
		.line = 1,
	};

	while (p.at < s->len)
		if (!check_next(&p))
			return false;
	return true;
}
