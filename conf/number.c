/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spelling of numbers, sizes and durations. Strict when it reads, lenient
 * only when it guesses what a misspelt one was meant to be. Must never give a
 * guess that reading would refuse.
 */
#include "conf/scalar.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "conf/util/claim.h"

struct unit {
	const char *name;
	uint64_t factor;
};

static const struct unit no_units[] = { { "", 1 } };

/* Ascending: number_show takes the last that divides. */
static const struct unit size_units[] = {
	{ "", 1 }, { "K", KIB }, { "M", MIB }, { "G", GIB }, { "T", TIB },
};

static const struct unit duration_units[] = {
	{ "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 },
};

struct units {
	const struct unit *unit;
	size_t n;
};

static struct units units_of(enum field_type type)
{
	if (type == FIELD_SIZE)
		return (struct units){ size_units, ARRAY_LEN(size_units) };
	if (type == FIELD_DURATION)
		return (struct units){ duration_units,
				       ARRAY_LEN(duration_units) };
	return (struct units){ no_units, ARRAY_LEN(no_units) };
}

/* ---- reading ------------------------------------------------------------- */

/* Digits of `base` from `*text` on; `*text` is left behind them. */
static enum number_form read_digits(const char **text, uint64_t base,
				    uint64_t *number)
{
	enum number_form form = NUMBER_BAD;
	uint64_t value = 0;

	for (;; ++*text) {
		unsigned char c = (unsigned char)**text;
		uint64_t digit = isdigit(c) ? c - (uint64_t)'0'
				 : isxdigit(c)
					 ? (uint64_t)tolower(c) - 'a' + 10
					 : base;

		if (digit >= base)
			break;
		if (form == NUMBER_BAD)
			form = NUMBER_OK;
		if (__builtin_mul_overflow(value, base, &value) ||
		    __builtin_add_overflow(value, digit, &value))
			form = NUMBER_HUGE;
	}
	*number = value;
	return form;
}

static enum number_form read_hex(const char *text, uint64_t *number)
{
	enum number_form form = read_digits(&text, 16, number);

	return *text == '\0' ? form : NUMBER_BAD;
}

static const struct unit *find_unit(struct units units, const char *name)
{
	for (size_t i = 0; i < units.n; i++)
		if (strcmp(units.unit[i].name, name) == 0)
			return &units.unit[i];
	return NULL;
}

enum number_form number_read(enum field_type type, const char *text,
			     uint64_t *number)
{
	const struct unit *unit;
	enum number_form form;

	if (text[0] == '0' && text[1] == 'x' && type != FIELD_DURATION)
		return read_hex(text + 2, number);
	if (text[0] == '0' && isdigit((unsigned char)text[1]))
		return NUMBER_BAD;
	form = read_digits(&text, 10, number);
	unit = find_unit(units_of(type), text);
	if (form == NUMBER_BAD || unit == NULL)
		return NUMBER_BAD;
	if (__builtin_mul_overflow(*number, unit->factor, number))
		return NUMBER_HUGE;
	return form;
}

/* ---- showing ------------------------------------------------------------- */

const char *number_show(enum field_type type, uint64_t number,
			struct arena *arena)
{
	struct units units = units_of(type);
	const struct unit *unit = &units.unit[0];

	if (type == FIELD_ADDRESS)
		return arena_printf(arena, "0x%" PRIx64, number);
	for (size_t i = 0; i < units.n && number != 0; i++)
		if (number % units.unit[i].factor == 0)
			unit = &units.unit[i];
	return arena_printf(arena, "%" PRIu64 "%s", number / unit->factor,
			    unit->name);
}

/* ---- guessing ------------------------------------------------------------ */

/* Units as others write them, in any case. */
static const struct unit loose_sizes[] = {
	{ "", 1 },	{ "b", 1 },	{ "byte", 1 },	{ "bytes", 1 },
	{ "k", KIB },	{ "kb", KIB },	{ "kib", KIB }, { "ki", KIB },
	{ "m", MIB },	{ "mb", MIB },	{ "mib", MIB }, { "mi", MIB },
	{ "g", GIB },	{ "gb", GIB },	{ "gib", GIB }, { "gi", GIB },
	{ "t", TIB },	{ "tb", TIB },	{ "tib", TIB }, { "ti", TIB },
};

static const struct unit loose_durations[] = {
	{ "us", 1000 },		   { "usec", 1000 },
	{ "ms", 1000000 },	   { "msec", 1000000 },
	{ "s", 1000000000 },	   { "sec", 1000000000 },
	{ "second", 1000000000 },  { "seconds", 1000000000 },
	{ "m", 60000000000 },	   { "min", 60000000000 },
	{ "h", 3600000000000 },
};

static struct units loose_units_of(enum field_type type)
{
	if (type == FIELD_SIZE)
		return (struct units){ loose_sizes, ARRAY_LEN(loose_sizes) };
	if (type == FIELD_DURATION)
		return (struct units){ loose_durations,
				       ARRAY_LEN(loose_durations) };
	return (struct units){ no_units, ARRAY_LEN(no_units) };
}

static const struct unit *find_loose_unit(struct units units, const char *name)
{
	for (size_t i = 0; i < units.n; i++)
		if (strcasecmp(units.unit[i].name, name) == 0)
			return &units.unit[i];
	return NULL;
}

enum { GUESS_MAX = 40 };

/* The text without what people put into numbers for the eye. */
static void strip(const char *text, char bare[GUESS_MAX])
{
	size_t n = 0;

	text += *text == '+';
	for (; *text != '\0'; text++)
		if (strchr("_', ", *text) == NULL)
			bare[n++] = *text;
	bare[n] = '\0';
}

/* A decimal number with a fraction and a unit: exact, or no guess. */
static bool guess_decimal(enum field_type type, const char *text,
			  uint64_t *number)
{
	uint64_t fraction = 0, divisor = 1;
	const struct unit *unit;

	if (read_digits(&text, 10, number) != NUMBER_OK)
		return false;
	if (*text == '.') {
		const char *begin = ++text;

		if (read_digits(&text, 10, &fraction) != NUMBER_OK)
			return false;
		for (; begin < text; begin++)
			if (__builtin_mul_overflow(divisor, 10, &divisor))
				return false;
	}
	unit = find_loose_unit(loose_units_of(type), text);
	if (unit == NULL ||
	    __builtin_mul_overflow(*number, unit->factor, number) ||
	    __builtin_mul_overflow(fraction, unit->factor, &fraction) ||
	    fraction % divisor != 0)
		return false;
	return !__builtin_add_overflow(*number, fraction / divisor, number);
}

/* 1e3, 0b11, 0o17, 0XFF. */
static bool guess_programmer(const char *text, uint64_t *number)
{
	uint64_t exponent = 0, base = 0;
	const char *digits = text + 2;

	if (strncasecmp(text, "0x", 2) == 0)
		base = 16;
	else if (strncasecmp(text, "0o", 2) == 0)
		base = 8;
	else if (strncasecmp(text, "0b", 2) == 0)
		base = 2;
	if (base != 0)
		return read_digits(&digits, base, number) == NUMBER_OK &&
		       *digits == '\0';
	if (read_digits(&text, 10, number) != NUMBER_OK ||
	    tolower((unsigned char)*text) != 'e')
		return false;
	text++;
	text += *text == '+';
	if (read_digits(&text, 10, &exponent) != NUMBER_OK || *text != '\0' ||
	    exponent > 19)
		return false;
	for (; exponent > 0; exponent--)
		if (__builtin_mul_overflow(*number, 10, number))
			return false;
	return true;
}

const char *number_guess(enum field_type type, const char *text,
			 struct arena *arena)
{
	enum field_type shown = type;
	char bare[GUESS_MAX];
	uint64_t number;

	if (strlen(text) >= sizeof(bare))
		return NULL;
	strip(text, bare);
	if (type != FIELD_DURATION && guess_programmer(bare, &number)) {
		if (type == FIELD_UINT && strncasecmp(bare, "0x", 2) == 0)
			shown = FIELD_ADDRESS;
		return number_show(shown, number, arena);
	}
	if (guess_decimal(type, bare, &number))
		return number_show(type == FIELD_ADDRESS ? FIELD_UINT : type,
				   number, arena);
	if (type == FIELD_DURATION && bare[0] != '\0' &&
	    bare[strspn(bare, "0123456789")] == '\0')
		return arena_printf(arena, "%sms` or `%ss", bare, bare);
	return NULL;
}
