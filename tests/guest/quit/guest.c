/* SPDX-License-Identifier: Apache-2.0 */
/* Runs on; its power is cut. */
#include "guest.h"

void guest_main(void)
{
	say("ready");
	for (;;)
		relax();
}
