/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One function for each type of value. Must never take a spelling that another
 * reader of YAML would take for something else.
 */
#include "conf/scalar.h"

#include <inttypes.h>
#include <string.h>

#include "conf/rule.h"
#include "conf/util/claim.h"
#include "conf/util/range.h"

enum {
	NAME_MAX_LEN = 31,
	PATH_MAX_LEN = 4095,
	HASH_LEN = 64,
	SHORT_LEN = 40, /* a value that a fix can repeat */
};

/* Where a value is, and what it has to be. */
struct scalar {
	const struct check *check;
	const struct conf_node *node;
	const struct conf_field *field;
};

static struct conf_finding *scalar_find(const struct scalar *s,
					enum conf_rule_id rule,
					const char *what)
{
	struct conf_report *report = s->check->report;

	return report_find(report, node_place(s->node), rule_name(rule),
			   "%s %s", node_show(s->node, report->arena), what);
}

static void scalar_fix(const struct scalar *s, struct conf_finding *f,
		       const char *spelling)
{
	if (spelling != NULL)
		finding_fix(s->check->report, f, "write `%s`", spelling);
}

/* ---- quotes --------------------------------------------------------------- */

bool scalar_is_quoted(const struct check *c, const struct conf_field *field)
{
	switch ((enum field_type)field->type) {
	case FIELD_TEXT:
	case FIELD_PATH:
	case FIELD_HASH:
	case FIELD_PCI:
		return true;
	case FIELD_WORD:
	case FIELD_NAME:
		return c->is_json;
	case FIELD_BOOL:
	case FIELD_UINT:
	case FIELD_ADDRESS:
	case FIELD_SIZE:
	case FIELD_DURATION:
	case FIELD_CHARDEV:
		return false;
	case FIELD_RECORD:
	case FIELD_NODE:
	case FIELD_TYPES:
		break;
	}
	CANNOT_REACH();
}

static bool check_quotes(const struct scalar *s)
{
	struct conf_report *report = s->check->report;
	bool wanted = scalar_is_quoted(s->check, s->field);
	struct conf_finding *f;

	if (s->node->quoted == wanted)
		return true;
	f = report_find(report, node_place(s->node),
			rule_name(wanted ? RULE_QUOTED : RULE_PLAIN),
			"%s %s quoted, but `%s` takes %s",
			node_show(s->node, report->arena),
			wanted ? "is not" : "is", s->field->key,
			field_noun(s->field));
	if (s->node->len <= SHORT_LEN &&
	    strpbrk(s->node->text, "\"\\") == NULL)
		finding_fix(report, f, wanted ? "write `\"%s\"`" : "write `%s`",
			    s->node->text);
	return false;
}

/* ---- booleans and numbers ------------------------------------------------- */

typedef void read_fn(const struct scalar *s, void *into);

static const char *guess_bool(const char *text)
{
	static const char yes[] = "yes on True TRUE Yes YES On ON y Y 1";
	static const char no[] = "no off False FALSE No NO Off OFF n N 0";

	if (words_find(yes, text) != WORD_NONE)
		return "true";
	if (words_find(no, text) != WORD_NONE)
		return "false";
	return NULL;
}

static void read_bool(const struct scalar *s, void *into)
{
	bool is_true = node_is(s->node, "true");
	const char *guess = guess_bool(s->node->text);

	if (is_true || node_is(s->node, "false"))
		*(bool *)into = is_true;
	else
		scalar_fix(s,
			   scalar_find(s, RULE_BOOL,
				       "is not a boolean, `true` or `false`"),
			   guess);
}

static void refuse_number(const struct scalar *s)
{
	static const enum conf_rule_id rules[FIELD_TYPES] = {
		[FIELD_UINT] = RULE_NUMBER,
		[FIELD_ADDRESS] = RULE_NUMBER,
		[FIELD_SIZE] = RULE_SIZE,
		[FIELD_DURATION] = RULE_DURATION,
	};
	struct conf_report *report = s->check->report;
	struct conf_finding *f;

	f = report_find(report, node_place(s->node),
			rule_name(rules[s->field->type]), "%s is not %s",
			node_show(s->node, report->arena),
			field_noun(s->field));
	scalar_fix(s, f,
		   number_guess(s->field->type, s->node->text, report->arena));
}

static const char *show(const struct scalar *s, uint64_t number)
{
	return number_show(s->field->type, number, s->check->report->arena);
}

static bool check_range(const struct scalar *s, uint64_t number, bool is_huge)
{
	const struct conf_field *field = s->field;
	uint64_t max = field->max != 0 ? field->max : UINT64_MAX;
	struct conf_report *report = s->check->report;

	if (!is_huge && number >= field->min && number <= max)
		return true;
	report_find(report, node_place(s->node), rule_name(RULE_RANGE),
		    "%s is out of bounds: `%s` goes from %s to %s",
		    node_show(s->node, report->arena), field->key,
		    show(s, field->min), show(s, max));
	return false;
}

/* Names the multiples below and above, those that are in bounds. */
static void fix_alignment(const struct scalar *s, struct conf_finding *f,
			  uint64_t number)
{
	const struct conf_field *field = s->field;
	uint64_t low = align_down(number, field->align);
	uint64_t high = low + field->align;
	bool has_low = low >= field->min;
	bool has_high = high > low && (field->max == 0 || high <= field->max);

	if (has_low && has_high)
		finding_fix(s->check->report, f, "the nearest are %s and %s",
			    show(s, low), show(s, high));
	else if (has_low || has_high)
		finding_fix(s->check->report, f, "the nearest is %s",
			    show(s, has_low ? low : high));
}

static void check_alignment(const struct scalar *s, uint64_t number)
{
	struct conf_report *report = s->check->report;
	struct conf_finding *f;

	if (s->field->align == 0 || is_aligned(number, s->field->align))
		return;
	f = report_find(report, node_place(s->node),
			rule_name(RULE_ALIGNMENT), "%s is not a multiple of %s",
			node_show(s->node, report->arena),
			number_show(FIELD_SIZE, s->field->align,
				    report->arena));
	fix_alignment(s, f, number);
}

static void read_number(const struct scalar *s, void *into)
{
	uint64_t number;
	enum number_form form =
		number_read(s->field->type, s->node->text, &number);

	if (form == NUMBER_BAD) {
		refuse_number(s);
		return;
	}
	if (!check_range(s, number, form == NUMBER_HUGE))
		return;
	check_alignment(s, number);
	*(uint64_t *)into = number;
}

/* ---- words and names ------------------------------------------------------ */

static bool check_word(const struct scalar *s, int *index)
{
	struct arena *arena = s->check->report->arena;
	const char *words = s->field->words;
	const char *nearest;
	struct conf_finding *f;

	*index = words_find(words, s->node->text);
	if (*index != WORD_NONE)
		return true;
	f = scalar_find(s, RULE_WORD,
			arena_printf(arena, "is not %s",
				     words_show(words, arena)));
	nearest = words_nearest(words, s->node->text, arena);
	if (nearest != NULL)
		finding_fix(s->check->report, f, "did you mean `%s`?", nearest);
	return false;
}

static void read_word(const struct scalar *s, void *into)
{
	int index;

	if (check_word(s, &index))
		*(uint32_t *)into = (uint32_t)index;
}

static bool is_name(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= NAME_MAX_LEN && text[0] >= 'a' &&
	       text[0] <= 'z' &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static const char *guess_name(const char *text, struct arena *arena)
{
	char *guess = arena_text(arena, text, strlen(text));

	for (char *c = guess; *c != '\0'; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
		if (strchr("_. ", *c) != NULL)
			*c = '-';
	}
	return is_name(guess) ? guess : NULL;
}

static void read_name(const struct scalar *s, void *into)
{
	struct conf_finding *f;

	if (is_name(s->node->text)) {
		*(const char **)into = s->node->text;
		return;
	}
	f = scalar_find(s, RULE_NAME,
			"is not a name: a lower-case letter, then up to 30 "
			"lower-case letters, digits or dashes");
	scalar_fix(s, f, guess_name(s->node->text, s->check->report->arena));
}

/* ---- text ----------------------------------------------------------------- */

static bool check_length(const struct scalar *s, uint64_t max)
{
	struct conf_report *report = s->check->report;

	if (max == 0 || s->node->len <= max)
		return true;
	report_find(report, node_place(s->node), rule_name(RULE_TEXT_LENGTH),
		    "the text has %zu bytes; `%s` takes at most %" PRIu64,
		    s->node->len, s->field->key, max);
	return false;
}

static void read_text(const struct scalar *s, void *into)
{
	int index;

	if (!check_length(s, s->field->max))
		return;
	if (s->field->words != NULL && !check_word(s, &index))
		return;
	*(const char **)into = s->node->text;
}

static void read_path(const struct scalar *s, void *into)
{
	const char *text = s->node->text;
	size_t len = s->node->len;

	if (!check_length(s, PATH_MAX_LEN))
		return;
	if (len == 0 || text[len - 1] == '/')
		scalar_find(s, RULE_PATH, "names no file");
	else if (text[0] == '/')
		*(const char **)into = text;
	else
		*(const char **)into =
			arena_printf(s->check->report->arena, "%s%s",
				     s->check->dir, text);
}

static void read_hash(const struct scalar *s, void *into)
{
	const char *text = s->node->text;

	if (s->node->len == HASH_LEN &&
	    strspn(text, "0123456789abcdef") == HASH_LEN)
		*(const char **)into = text;
	else
		scalar_find(s, RULE_HASH,
			    "is not a SHA-256: 64 hexadecimal digits in lower "
			    "case")
			->fix = "`sha256sum FILE` prints it";
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static bool is_pci(const char *t, size_t len)
{
	return len == 7 && is_hex(t[0]) && is_hex(t[1]) && t[2] == ':' &&
	       (t[3] == '0' || t[3] == '1') && is_hex(t[4]) && t[5] == '.' &&
	       t[6] >= '0' && t[6] <= '7';
}

static void read_pci(const struct scalar *s, void *into)
{
	if (is_pci(s->node->text, s->node->len))
		*(const char **)into = s->node->text;
	else
		scalar_find(s, RULE_PCI,
			    "is not a PCI address: \"bus:device.function\" as "
			    "in \"00:02.0\"");
}

/* ---- by type -------------------------------------------------------------- */

static read_fn *const readers[FIELD_TYPES] = {
	[FIELD_BOOL] = read_bool,	  [FIELD_UINT] = read_number,
	[FIELD_ADDRESS] = read_number,	  [FIELD_SIZE] = read_number,
	[FIELD_DURATION] = read_number,	  [FIELD_WORD] = read_word,
	[FIELD_NAME] = read_name,	  [FIELD_TEXT] = read_text,
	[FIELD_PATH] = read_path,	  [FIELD_HASH] = read_hash,
	[FIELD_PCI] = read_pci,
};

void scalar_read(const struct check *c, const struct conf_node *node,
		 const struct conf_field *field, void *into)
{
	const struct scalar s = { .check = c, .node = node, .field = field };

	CLAIM(node->kind == NODE_VALUE);
	if (check_quotes(&s))
		readers[field->type](&s, into);
}
