/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The well-formed byte sequences of Unicode, as its table of them has it: the
 * bounds of the second byte are what keeps over-long forms and surrogates
 * out. Must never read past `len`.
 */
#include "conf/util/utf8.h"

#include "conf/util/util.h"

struct utf8_form {
	unsigned char first, last;     /* of the leading byte */
	unsigned char second, highest; /* of the byte behind it */
	unsigned char size;
	unsigned char mask;            /* the leading byte's share */
};

static const struct utf8_form forms[] = {
	{ 0xc2, 0xdf, 0x80, 0xbf, 2, 0x1f },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3, 0x0f },
	{ 0xe1, 0xec, 0x80, 0xbf, 3, 0x0f },
	{ 0xed, 0xed, 0x80, 0x9f, 3, 0x0f },
	{ 0xee, 0xef, 0x80, 0xbf, 3, 0x0f },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4, 0x07 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 4, 0x07 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 4, 0x07 },
};

static const struct utf8_form *find_form(unsigned char first)
{
	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		if (forms[i].first <= first && first <= forms[i].last)
			return &forms[i];
	return NULL;
}

size_t utf8_next(const char *bytes, size_t len, uint32_t *character)
{
	const unsigned char *b = (const unsigned char *)bytes;
	const struct utf8_form *form;

	if (len == 0)
		return 0;
	*character = b[0];
	if (b[0] < 0x80)
		return 1;
	form = find_form(b[0]);
	if (form == NULL || len < form->size)
		return 0;
	if (b[1] < form->second || b[1] > form->highest)
		return 0;
	*character &= form->mask;
	for (size_t i = 1; i < form->size; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 0;
		*character = *character << 6 | (b[i] & 0x3fu);
	}
	return form->size;
}

bool utf8_is_hidden(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} hidden[] = {
		{ 0x0000, 0x001f },   /* C0 controls */
		{ 0x007f, 0x009f },   /* delete, C1 controls */
		{ 0x061c, 0x061c },   /* Arabic letter mark */
		{ 0x200b, 0x200f },   /* zero width, direction marks */
		{ 0x2028, 0x202e },   /* separators, direction overrides */
		{ 0x2060, 0x206f },   /* word joiner, direction isolates */
		{ 0xfeff, 0xfeff },   /* byte order mark */
		{ 0xfff0, 0xffff },   /* specials, non-characters */
		{ 0xe0000, 0xe0fff }, /* tags */
	};

	if (c >= 0x20 && c < 0x7f)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
		if (hidden[i].first <= c && c <= hidden[i].last)
			return true;
	return false;
}
