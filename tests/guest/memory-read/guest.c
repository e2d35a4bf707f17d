/* SPDX-License-Identifier: Apache-2.0 */
/* Reads an address where nothing is, in each width. */
#include "guest.h"

static const uint64_t nowhere = 0x80001230;
static volatile uint64_t value;

static void read_it(void)
{
	value = read32(nowhere);
}

void guest_main(void)
{
	machine_checks_on();
	say("reading");
	tell("trap", attempt(read_it));
	tell("32 bits", value);
	machine_check_done();
	tell("trap", attempt(read_it));
	tell("second value", value);
}
