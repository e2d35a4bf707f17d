/* SPDX-License-Identifier: Apache-2.0 */
/* One instruction, six accesses. */
#include "guest.h"

void guest_main(void)
{
	static const char text[] = "string";
	const char *at = text;
	uint64_t n = sizeof(text) - 1;

	__asm__ volatile("cld; rep outsb" : "+S"(at), "+c"(n) : "d"(0x3f8) : "memory");
	say("");
	tell("left", n);
	tell("stored", (uint64_t)(at - text));
}
