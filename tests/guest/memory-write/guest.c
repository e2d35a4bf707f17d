/* SPDX-License-Identifier: Apache-2.0 */
/* Writes to an address where nothing is. */
#include "guest.h"

static const uint64_t nowhere = 0x80001230;

static void write_it(void)
{
	write32(nowhere, 0x56789abc);
	say("written");
}

void guest_main(void)
{
	machine_checks_on();
	say("writing");
	tell("trap", attempt(write_it));
}
