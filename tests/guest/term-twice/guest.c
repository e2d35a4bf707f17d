/* SPDX-License-Identifier: Apache-2.0 */
/* Does not listen to its power button, however often. */
#include "guest.h"

void guest_main(void)
{
	say("ready");
	for (;;)
		relax();
}
