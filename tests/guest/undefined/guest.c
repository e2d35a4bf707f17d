/* SPDX-License-Identifier: Apache-2.0 */
/* An ordinary #UD is the guest's own affair. */
#include "guest.h"

static void do_it(void)
{
	__asm__ volatile("ud2");
}

void guest_main(void)
{
	tell("trap", attempt(do_it));
}
