/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a port that nobody has, in each width. */
#include "guest.h"

enum { PORT = 0x1234 };

void guest_main(void)
{
	say("reading");
	tell("8 bits", in8(PORT));
	tell("16 bits", in16(PORT));
	tell("32 bits", in32(PORT));
}
