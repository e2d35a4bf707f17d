/* SPDX-License-Identifier: Apache-2.0 */
/* Jumps to where nothing is. */
#include "guest.h"

static void jump(void)
{
	__asm__ volatile("jmp *%0" : : "r"(UINT64_C(0x80000000)));
}

void guest_main(void)
{
	say("jumping");
	tell("trap", attempt(jump));
}
