/* SPDX-License-Identifier: Apache-2.0 */
/* Says that it has crashed: first with a crash kernel at hand, then without. */
#include "guest.h"

enum { EVENT = 0x505, PANICKED = 1 << 0, CRASH_LOADED = 1 << 1 };

void guest_main(void)
{
	tell("events", in8(EVENT));
	out8(EVENT, CRASH_LOADED);
	say("goes on");
	out8(EVENT, PANICKED);
	halt();
}
