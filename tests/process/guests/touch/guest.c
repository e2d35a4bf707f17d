/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the first port of a device under test, and powers off if it may. */
#include "guest.h"

enum { PORT = 0x700 };

void guest_main(void)
{
	say("before");
	tell("read", in8(PORT));
	say("after");
}
