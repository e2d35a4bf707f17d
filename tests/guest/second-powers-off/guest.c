/* SPDX-License-Identifier: Apache-2.0 */
/* The second processor powers the machine off while the first one halts. */
#include "guest.h"

static void second(void)
{
	say("second");
	power_off();
}

void guest_main(void)
{
	start_processor(1, second);
	halt();
}
