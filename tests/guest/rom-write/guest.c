/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a rom, writes to it, and reads it again. */
#include "guest.h"

static const uint64_t rom = 0xd0000000;

static void write_it(void)
{
	write32(rom, 0x56789abc);
}

void guest_main(void)
{
	machine_checks_on();
	tell("rom", read32(rom));
	tell("trap", attempt(write_it));
	tell("rom", read32(rom));
}
