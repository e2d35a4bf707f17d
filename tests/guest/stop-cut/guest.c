/* SPDX-License-Identifier: Apache-2.0 */
/* Runs on; the file says that TERM cuts its power. */
#include "guest.h"

void guest_main(void)
{
	say("ready");
	for (;;)
		relax();
}
