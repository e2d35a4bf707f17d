/* SPDX-License-Identifier: Apache-2.0 */
/* Speaks without an end, and counts its lines. */
#include "guest.h"

void guest_main(void)
{
	say("ready");
	for (uint64_t line = 0;; line++)
		tell("line", line);
}
