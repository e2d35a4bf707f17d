/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One function per object that our tables need; which bytes stand for it is
 * said here, how they get into the buffer in aml_bytes.c. Must never make an
 * object that depends on where in the buffer it lies.
 */
#include "qvm/x86_64/aml.h"

#include <string.h>

#include "conf/util/claim.h"
#include "qvm/x86_64/aml_bytes.h"

enum { /* [ACPI 6.4, 20.3] */
	NAME_OP = 0x08,
	STRING_PREFIX = 0x0d,
	SCOPE_OP = 0x10,
	PACKAGE_OP = 0x12,
	METHOD_OP = 0x14,
	EXTENDED = 0x5b,
	LOCAL0_OP = 0x60,
	STORE_OP = 0x70,
	AND_OP = 0x7b,
	NOTIFY_OP = 0x86,
	IF_OP = 0xa0,
	EXT_REGION_OP = 0x80,
	EXT_FIELD_OP = 0x81,
	EXT_DEVICE_OP = 0x82,

	NULL_NAME = 0x00,       /* a result that is not kept */
	METHOD_SERIALIZED = 1 << 3,
	FIELD_BYTE_ACCESS = 1,  /* no lock, preserve */
	NAME_LEN = 4,
};

void aml_init(struct aml *a, void *bytes, size_t size)
{
	*a = (struct aml){ .bytes = bytes, .size = size };
}

void aml_path(struct aml *a, const char *name)
{
	size_t len = strlen(name);

	CLAIM(len > 0 && len <= NAME_LEN);
	aml_put(a, name, len);
	for (; len < NAME_LEN; len++)
		aml_put_byte(a, '_');
}

void aml_name(struct aml *a, const char *name)
{
	aml_put_byte(a, NAME_OP);
	aml_path(a, name);
}

void aml_integer(struct aml *a, uint64_t value)
{
	unsigned char bytes[9];

	aml_put(a, bytes, aml_integer_bytes(bytes, value));
}

void aml_string(struct aml *a, const char *text)
{
	aml_put_byte(a, STRING_PREFIX);
	aml_put(a, text, strlen(text) + 1);
}

static unsigned hex_digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'A' + 10);
}

/* Three capitals and four hexadecimal digits, capitals too. */
static bool is_eisa_id(const char *id)
{
	return strlen(id) == 7 &&
	       strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") >= 3 &&
	       strspn(id + 3, "0123456789ABCDEF") == 4;
}

void aml_hardware_id(struct aml *a, const char *id)
{
	uint32_t word = 0;

	if (!is_eisa_id(id)) {
		aml_string(a, id);
		return;
	}
	for (size_t i = 0; i < 3; i++)
		word = word << 5 | (uint32_t)(id[i] - '@');
	for (size_t i = 3; i < 7; i++)
		word = word << 4 | hex_digit(id[i]);
	aml_integer(a, __builtin_bswap32(word));
}

void aml_begin_scope(struct aml *a, const char *name)
{
	aml_put_byte(a, SCOPE_OP);
	aml_open(a);
	aml_path(a, name);
}

void aml_begin_device(struct aml *a, const char *name)
{
	aml_put_byte(a, EXTENDED);
	aml_put_byte(a, EXT_DEVICE_OP);
	aml_open(a);
	aml_path(a, name);
}

void aml_begin_package(struct aml *a, uint8_t n_elements)
{
	aml_put_byte(a, PACKAGE_OP);
	aml_open(a);
	aml_put_byte(a, n_elements);
}

/* Serialized: a method that makes names or touches registers must be. */
void aml_begin_method(struct aml *a, const char *name, unsigned n_args)
{
	aml_put_byte(a, METHOD_OP);
	aml_open(a);
	aml_path(a, name);
	aml_put_byte(a, n_args | METHOD_SERIALIZED);
}

void aml_begin_if(struct aml *a)
{
	aml_put_byte(a, IF_OP);
	aml_open(a);
}

void aml_region(struct aml *a, const char *name, enum aml_space space,
		uint64_t at, uint64_t len)
{
	aml_put_byte(a, EXTENDED);
	aml_put_byte(a, EXT_REGION_OP);
	aml_path(a, name);
	aml_put_byte(a, space);
	aml_integer(a, at);
	aml_integer(a, len);
}

void aml_byte_field(struct aml *a, const char *region, const char *name)
{
	aml_put_byte(a, EXTENDED);
	aml_put_byte(a, EXT_FIELD_OP);
	aml_open(a);
	aml_path(a, region);
	aml_put_byte(a, FIELD_BYTE_ACCESS);
	aml_path(a, name);
	aml_put_byte(a, 8); /* bits, as a length of its own */
	aml_end(a);
}

void aml_store_in_local0(struct aml *a, const char *name)
{
	aml_put_byte(a, STORE_OP);
	aml_path(a, name);
	aml_put_byte(a, LOCAL0_OP);
}

void aml_local0_and(struct aml *a, uint64_t mask)
{
	aml_put_byte(a, AND_OP);
	aml_put_byte(a, LOCAL0_OP);
	aml_integer(a, mask);
	aml_put_byte(a, NULL_NAME);
}

void aml_notify(struct aml *a, const char *name, uint8_t value)
{
	aml_put_byte(a, NOTIFY_OP);
	aml_path(a, name);
	aml_integer(a, value);
}
