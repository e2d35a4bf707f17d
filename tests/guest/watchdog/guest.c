/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds the watchdog once, with two seconds to live, and goes round for ever
 * with interrupts off.
 */
#include "guest.h"

enum { START = 0x443, TWO_SECONDS = 0xe };

void guest_main(void)
{
	out8(START, TWO_SECONDS);
	say("fed");
	__asm__ volatile("cli; 1: jmp 1b");
}
