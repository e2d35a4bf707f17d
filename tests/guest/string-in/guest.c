/* SPDX-License-Identifier: Apache-2.0 */
/* One instruction, four accesses: each reads the line status anew. */
#include "guest.h"

void guest_main(void)
{
	uint8_t got[5] = { 0 };
	uint8_t *at = got;
	uint64_t n = 4;

	__asm__ volatile("cld; rep insb" : "+D"(at), "+c"(n) : "d"(0x3fd) : "memory");
	for (unsigned i = 0; i < sizeof(got); i++)
		tell("byte", got[i] & 0x20);
	tell("left", n);
}
