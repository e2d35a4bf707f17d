/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a model-specific register that does not exist. */
#include "guest.h"

enum { NOTHING = 0xc0011234 };

static void write_it(void)
{
	wrmsr(NOTHING, 0x5678);
}

void guest_main(void)
{
	say("writing");
	tell("trap", attempt(write_it));
}
