/* SPDX-License-Identifier: Apache-2.0 */
/* Ends with a status of its own; the next instruction is not executed. */
#include "guest.h"

enum { EXIT = 0xf4 };

void guest_main(void)
{
	out8(EXIT, 8);
	say("still here");
	halt();
}
