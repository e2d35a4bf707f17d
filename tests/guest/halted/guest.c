/* SPDX-License-Identifier: Apache-2.0 */
/* Halts with interrupts off. It stays a machine, switched on. */
#include "guest.h"

void guest_main(void)
{
	say("ready");
	halt();
}
