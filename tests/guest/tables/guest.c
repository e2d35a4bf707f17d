/* SPDX-License-Identifier: Apache-2.0 */
/* Uses the tables' registers in ways that end nothing. */
#include "guest.h"

enum { SLEEP_CONTROL = 0x600, SLEEP_STATUS = 0x601, EVENT = 0x602 };
enum { WAKE_STATUS = 1 << 7, TYPE_S5 = 5 << 2 };

void guest_main(void)
{
	out8(SLEEP_STATUS, WAKE_STATUS); /* as Linux does before it sleeps */
	tell("sleep status", in8(SLEEP_STATUS));
	tell("event", in8(EVENT));
	out8(SLEEP_CONTROL, TYPE_S5); /* without the bit that says: now */
	say("still here");
}
