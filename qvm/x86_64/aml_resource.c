/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resource templates: a buffer whose bytes are descriptors. [ACPI 6.4, 6.4]
 * All of ours are consumed by the device that names them, and fixed. Must
 * never cut a value to its field: the descriptor is chosen by the value.
 */
#include "conf/util/claim.h"
#include "conf/util/range.h"
#include "qvm/x86_64/aml_bytes.h"

enum {
	BUFFER_OP = 0x11,

	SMALL_IO = 0x47,
	SMALL_END = 0x79,
	LARGE_MEMORY32_FIXED = 0x86,
	LARGE_WORD_SPACE = 0x88,
	LARGE_INTERRUPT = 0x89,
	LARGE_QWORD_SPACE = 0x8a,

	IO_DECODE_16 = 1,
	MEMORY_WRITABLE = 1,
	SPACE_MEMORY = 0,
	SPACE_IO = 1,
	SPACE_CONSUMER_FIXED = 0x0d, /* consumer, both ends fixed */
	SPACE_IO_ENTIRE = 3,
	INTERRUPT_CONSUMER = 1 << 0,
	INTERRUPT_EDGE = 1 << 1,
	INTERRUPT_SHARED = 1 << 3,
};

void aml_begin_resources(struct aml *a)
{
	aml_put_byte(a, BUFFER_OP);
	aml_open(a);
}

/* The buffer's size stands in front of its bytes. The end tag's checksum of 0
 * says that there is none. [ACPI 6.4, 6.4.2.9] */
void aml_end_resources(struct aml *a)
{
	unsigned char size[9];
	size_t start;

	CLAIM(a->depth > 0);
	start = a->open[a->depth - 1];
	aml_put_byte(a, SMALL_END);
	aml_put_byte(a, 0);
	aml_insert(a, start, size, aml_integer_bytes(size, a->n - start));
	aml_end(a);
}

static void large(struct aml *a, unsigned type, size_t len)
{
	aml_put_byte(a, type);
	aml_put_le(a, len, 2);
}

/* An address space descriptor with fields of `width` bytes.
 * [ACPI 6.4, 6.4.3.5] */
static void address_space(struct aml *a, unsigned space, unsigned flags,
			  struct range r, size_t width)
{
	large(a, width == 2 ? LARGE_WORD_SPACE : LARGE_QWORD_SPACE,
	      3 + 5 * width);
	aml_put_byte(a, space);
	aml_put_byte(a, SPACE_CONSUMER_FIXED);
	aml_put_byte(a, flags);
	aml_put_le(a, 0, width); /* granularity */
	aml_put_le(a, r.at, width);
	aml_put_le(a, range_last(r), width);
	aml_put_le(a, 0, width); /* translation */
	aml_put_le(a, r.len, width);
}

void aml_io(struct aml *a, uint16_t at, uint16_t len)
{
	if (len > UINT8_MAX) {
		address_space(a, SPACE_IO, SPACE_IO_ENTIRE,
			      (struct range){ at, len }, 2);
		return;
	}
	aml_put_byte(a, SMALL_IO);
	aml_put_byte(a, IO_DECODE_16);
	aml_put_le(a, at, 2); /* lowest base */
	aml_put_le(a, at, 2); /* highest base */
	aml_put_byte(a, 1);   /* alignment */
	aml_put_byte(a, len);
}

void aml_memory(struct aml *a, uint64_t at, uint64_t len)
{
	struct range r = { at, len };

	if (range_last(r) > UINT32_MAX) {
		address_space(a, SPACE_MEMORY, MEMORY_WRITABLE, r, 8);
		return;
	}
	large(a, LARGE_MEMORY32_FIXED, 9);
	aml_put_byte(a, MEMORY_WRITABLE);
	aml_put_le(a, at, 4);
	aml_put_le(a, len, 4);
}

void aml_interrupt(struct aml *a, uint32_t line, bool level, bool shared)
{
	large(a, LARGE_INTERRUPT, 6);
	aml_put_byte(a, INTERRUPT_CONSUMER | (level ? 0 : INTERRUPT_EDGE) |
			(shared ? INTERRUPT_SHARED : 0));
	aml_put_byte(a, 1); /* lines that follow */
	aml_put_le(a, line, 4);
}
