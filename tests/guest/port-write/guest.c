/* SPDX-License-Identifier: Apache-2.0 */
/* Writes to a port that nobody has, in each width. */
#include "guest.h"

enum { PORT = 0x1234 };

void guest_main(void)
{
	say("writing");
	out8(PORT, 0x56);
	out16(PORT, 0x5678);
	out32(PORT, 0x56789abc);
	say("written");
}
