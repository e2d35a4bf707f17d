/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Option values from texts, spelt as in a guest's file. Must never be more
 * generous than the file: a value that passes here must pass there.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"

struct unit {
	const char *name;
	uint64_t factor;
};

static const struct unit plain[] = { { "", 1 }, { NULL, 0 } };

static const struct unit sizes[] = {
	{ "", 1 },
	{ "K", UINT64_C(1) << 10 },
	{ "M", UINT64_C(1) << 20 },
	{ "G", UINT64_C(1) << 30 },
	{ "T", UINT64_C(1) << 40 },
	{ NULL, 0 },
};

static const struct unit durations[] = {
	{ "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 }, { NULL, 0 },
};

/* Digits from `*text` on; false if there are none or they are too many. */
static bool read_digits(const char **text, unsigned base, uint64_t *value)
{
	const char *from = *text;

	*value = 0;
	for (; isxdigit((unsigned char)**text); ++*text) {
		int c = tolower((unsigned char)**text);
		unsigned digit = (unsigned)(isdigit(c) ? c - '0' : c - 'a' + 10);

		if (digit >= base)
			break;
		if (*value > (UINT64_MAX - digit) / base)
			return false;
		*value = *value * base + digit;
	}
	return *text != from;
}

static bool read_number(const char *text, const struct unit *units,
			uint64_t *value)
{
	bool hex = units != durations && text[0] == '0' && text[1] == 'x';

	if (!hex && text[0] == '0' && isdigit((unsigned char)text[1]))
		return false;
	if (hex)
		text += 2;
	if (!read_digits(&text, hex ? 16 : 10, value))
		return false;
	if (hex)
		return *text == '\0';
	for (; units->name != NULL; units++)
		if (strcmp(text, units->name) == 0)
			return !__builtin_mul_overflow(*value, units->factor,
						       value);
	return false;
}

/* The place of `text` among `words`, which single blanks separate. */
static bool read_word(const char *text, const char *words, uint32_t *index)
{
	size_t len = strlen(text);

	for (*index = 0; len > 0; ++*index) {
		size_t word = strcspn(words, " ");

		if (word == len && memcmp(words, text, len) == 0)
			return true;
		if (words[word] == '\0')
			break;
		words += word + 1;
	}
	return false;
}

static bool store_number(char *at, const struct vdev_option *o,
			 const char *text, const struct unit *units)
{
	uint64_t value;

	if (!read_number(text, units, &value) || value < o->min ||
	    value > o->max)
		return false;
	memcpy(at, &value, sizeof(value));
	return true;
}

static bool store_bool(char *at, const char *text)
{
	bool value = strcmp(text, "true") == 0;

	memcpy(at, &value, sizeof(value));
	return value || strcmp(text, "false") == 0;
}

static bool store_word(char *at, const struct vdev_option *o, const char *text)
{
	uint32_t value;

	if (!read_word(text, o->words, &value))
		return false;
	memcpy(at, &value, sizeof(value));
	return true;
}

/* Slots are numbered in the order of the table, as the real host does. */
static bool store(struct vdev_test *t, const struct vdev_option *o,
		  const char *text, uint32_t *slots)
{
	char *at = t->options.bytes + o->offset;
	uint32_t slot = VDEV_SLOT_NONE;

	switch ((enum vdev_option_type)o->type) {
	case VDEV_OPTION_BOOL:
		return store_bool(at, text);
	case VDEV_OPTION_UINT:
		return store_number(at, o, text, plain);
	case VDEV_OPTION_SIZE:
		return store_number(at, o, text, sizes);
	case VDEV_OPTION_DURATION:
		return store_number(at, o, text, durations);
	case VDEV_OPTION_WORD:
		return store_word(at, o, text);
	case VDEV_OPTION_TEXT:
		memcpy(at, &text, sizeof(text));
		return true;
	case VDEV_OPTION_CHARDEV:
		if (strcmp(text, "none") != 0)
			slot = (*slots)++;
		memcpy(at, &slot, sizeof(slot));
		return true;
	case VDEV_OPTION_NONE:
		break;
	}
	return false;
}

static const struct vdev_option *row(const struct vdev_test *t, uint32_t i)
{
	return kit_row(&t->plugin->options, i);
}

/* What stands behind "name=" in the texts, or NULL. */
static const char *given(const char *const options[], const char *name)
{
	size_t len = strlen(name);

	for (; options != NULL && *options != NULL; options++)
		if (strncmp(*options, name, len) == 0 && (*options)[len] == '=')
			return *options + len + 1;
	return NULL;
}

/* The row that the text "name=value" is for, or NULL. */
static const struct vdev_option *named(const struct vdev_test *t,
				       const char *text)
{
	for (uint32_t i = 0; i < t->plugin->options.count; i++)
		if (given((const char *const[]){ text, NULL }, row(t, i)->name))
			return row(t, i);
	return NULL;
}

static bool refuse(struct vdev_test *t, const char *name, const char *why)
{
	snprintf(t->why, sizeof(t->why), "option %s %s", name, why);
	return false;
}

/* Each text names an option, and none is named twice. */
static bool check_names(struct vdev_test *t, const char *const options[])
{
	for (; options != NULL && *options != NULL; options++) {
		const struct vdev_option *o = named(t, *options);

		if (o == NULL)
			return refuse(t, *options, "is not one of this vdev");
		if (given(options + 1, o->name) != NULL)
			return refuse(t, o->name, "is given twice");
	}
	return true;
}

bool kit_options_read(struct vdev_test *t, const char *const options[])
{
	uint32_t slots = 0;

	if (!check_names(t, options))
		return false;
	for (uint32_t i = 0; i < t->plugin->options.count; i++) {
		const struct vdev_option *o = row(t, i);
		const char *text = given(options, o->name);

		if (text == NULL && (o->flags & VDEV_REQUIRED) == 0)
			text = o->unset;
		if (text == NULL)
			return refuse(t, o->name, "is required");
		if (!store(t, o, text, &slots))
			return refuse(t, o->name, "can't have that value");
	}
	return true;
}

void kit_options_attach(struct vdev_test *t)
{
	for (uint32_t i = 0; i < t->plugin->options.count; i++) {
		const struct vdev_option *o = row(t, i);
		struct kit_slot *s;
		uint32_t slot;

		if (o->type != VDEV_OPTION_CHARDEV)
			continue;
		memcpy(&slot, t->options.bytes + o->offset, sizeof(slot));
		if (slot == VDEV_SLOT_NONE)
			continue;
		if (slot >= KIT_SLOTS || t->slot[slot].option != NULL)
			kit_misuse("a chardev option has no slot of its own");
		s = &t->slot[slot];
		*s = (struct kit_slot){ .option = o, .limit = KIT_STREAM,
					.byte = malloc(KIT_STREAM),
					.wanted = true };
		if (s->byte == NULL)
			kit_misuse("no memory is left");
	}
}
