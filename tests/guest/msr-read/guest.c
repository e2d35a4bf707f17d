/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a model-specific register that does not exist. */
#include "guest.h"

enum { NOTHING = 0xc0011234 };

static volatile uint64_t value = 1;

static void read_it(void)
{
	value = rdmsr(NOTHING);
}

void guest_main(void)
{
	say("reading");
	tell("trap", attempt(read_it));
	tell("value", value);
}
