/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starts the template's watchdog at ports 0x500 on, sees it run, and then never
 * feeds it again.
 */
#include "guest.h"

enum { LOAD = 0x500, FEED = 0x504, STATE = 0x508 };

void guest_main(void)
{
	tell("load", in32(LOAD));
	out32(FEED, 0x0d06f00d);
	tell("state", in32(STATE));
	for (;;)
		relax();
}
