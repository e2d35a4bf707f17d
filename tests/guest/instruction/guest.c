/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reaches for an address where nothing is with an instruction that KVM can't
 * emulate: a store of the x87 state.
 */
#include "guest.h"

static void store(void)
{
	__asm__ volatile("fnsave (%0)" : : "r"(UINT64_C(0x80000000)) : "memory");
}

void guest_main(void)
{
	say("storing");
	tell("trap", attempt(store));
}
