/* SPDX-License-Identifier: Apache-2.0 */
/* Reads an address where nothing is, in each width. */
#include "guest.h"

void guest_main(void)
{
	tell("8 bits", read8(0x80000001));
	tell("16 bits", read16(0x80000002));
	tell("32 bits", read32(0x80000004));
	tell("64 bits", read64(0x80000008));
	tell("across a page", read32(0x80000ffe));
}
