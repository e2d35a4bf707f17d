/* SPDX-License-Identifier: Apache-2.0 */
/* The third access of a string leaves what the file defines: only it does. */
#include "guest.h"

enum { PORT = 0x1230 };

void guest_main(void)
{
	static const char text[4] = "abcd";
	const char *at = text;
	uint64_t n = sizeof(text);

	say("writing");
	__asm__ volatile("cld; rep outsb" : "+S"(at), "+c"(n) : "d"(PORT) : "memory");
	say("written");
}
