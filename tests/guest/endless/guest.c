/* SPDX-License-Identifier: Apache-2.0 */
/* Runs on with interrupts off, and never leaves the processor by itself. */
#include "guest.h"

void guest_main(void)
{
	say("ready");
	__asm__ volatile("cli; 1: jmp 1b");
}
