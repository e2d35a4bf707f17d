/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes, integers and package lengths. A length is put in front of what it
 * measures once that is known, which moves at most some kilobytes. Must never
 * write behind the buffer: make_gap() and aml_put() are the only stores.
 */
#include "qvm/x86_64/aml_bytes.h"

#include <string.h>

#include "conf/util/claim.h"

enum { /* [ACPI 6.4, 20.3] */
	ZERO_OP = 0x00,
	ONE_OP = 0x01,
	BYTE_PREFIX = 0x0a,
	WORD_PREFIX = 0x0b,
	DWORD_PREFIX = 0x0c,
	QWORD_PREFIX = 0x0e,
};

/* Opens a gap of `len` bytes at `at`. */
static void make_gap(struct aml *a, size_t at, size_t len)
{
	CLAIM(len <= a->size - a->n);
	memmove(a->bytes + at + len, a->bytes + at, a->n - at);
	a->n += len;
}

void aml_put(struct aml *a, const void *bytes, size_t len)
{
	CLAIM(len <= a->size - a->n);
	memcpy(a->bytes + a->n, bytes, len);
	a->n += len;
}

void aml_put_byte(struct aml *a, unsigned byte)
{
	unsigned char b = (unsigned char)byte;

	aml_put(a, &b, 1);
}

void aml_put_le(struct aml *a, uint64_t value, size_t width)
{
	for (size_t i = 0; i < width; i++)
		aml_put_byte(a, (unsigned)(value >> 8 * i & 0xff));
}

void aml_insert(struct aml *a, size_t at, const void *bytes, size_t len)
{
	make_gap(a, at, len);
	memcpy(a->bytes + at, bytes, len);
}

void aml_open(struct aml *a)
{
	CLAIM(a->depth < AML_DEPTH_MAX);
	a->open[a->depth++] = a->n;
}

/* One byte says up to 63; else its low nibble and up to three more bytes.
 * The length counts its own bytes. [ACPI 6.4, 20.2.4] */
static size_t encode_length(unsigned char out[4], size_t len)
{
	size_t more = 1;

	if (len + 1 < 1 << 6) {
		out[0] = (unsigned char)(len + 1);
		return 1;
	}
	while (len + 1 + more >= (size_t)1 << (4 + 8 * more))
		more++;
	CLAIM(more <= 3);

	len += 1 + more;
	out[0] = (unsigned char)(more << 6 | (len & 0xf));
	for (size_t i = 0; i < more; i++)
		out[1 + i] = (unsigned char)(len >> (4 + 8 * i) & 0xff);
	return 1 + more;
}

void aml_end(struct aml *a)
{
	unsigned char length[4];
	size_t at, width;

	CLAIM(a->depth > 0);
	at = a->open[--a->depth];
	width = encode_length(length, a->n - at);
	make_gap(a, at, width);
	memcpy(a->bytes + at, length, width);
}

size_t aml_integer_bytes(unsigned char out[9], uint64_t value)
{
	static const struct {
		unsigned char prefix, width;
		uint64_t max;
	} form[] = {
		{ BYTE_PREFIX, 1, UINT8_MAX },
		{ WORD_PREFIX, 2, UINT16_MAX },
		{ DWORD_PREFIX, 4, UINT32_MAX },
		{ QWORD_PREFIX, 8, UINT64_MAX },
	};
	size_t i = 0;

	if (value <= 1) {
		out[0] = value == 0 ? ZERO_OP : ONE_OP;
		return 1;
	}
	while (value > form[i].max)
		i++;
	out[0] = form[i].prefix;
	for (size_t b = 0; b < form[i].width; b++)
		out[1 + b] = (unsigned char)(value >> 8 * b & 0xff);
	return 1 + (size_t)form[i].width;
}
