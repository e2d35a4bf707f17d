/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words to the outside: a 16550 at 0x3f8, one byte at a time, as it comes out
 * of reset. Must never use an interrupt: guests that test those speak too.
 */
#include "guest.h"

enum {
	SERIAL_DATA = 0x3f8,
	SERIAL_LINE_STATUS = 0x3fd,
	LINE_STATUS_EMPTY = 1 << 5,
};

static void put(char c)
{
	while ((in8(SERIAL_LINE_STATUS) & LINE_STATUS_EMPTY) == 0)
		relax();
	out8(SERIAL_DATA, (uint8_t)c);
}

static void put_text(const char *text)
{
	while (*text != '\0')
		put(*text++);
}

static void put_hex(uint64_t value)
{
	unsigned shift = 60;

	while (shift > 0 && value >> shift == 0)
		shift -= 4;
	for (;; shift -= 4) {
		put("0123456789abcdef"[value >> shift & 0xf]);
		if (shift == 0)
			return;
	}
}

void say(const char *line)
{
	put_text(line);
	put('\n');
}

void tell(const char *what, uint64_t value)
{
	put_text(what);
	put_text(" 0x");
	put_hex(value);
	put('\n');
}
