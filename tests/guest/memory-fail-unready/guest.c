/* SPDX-License-Identifier: Apache-2.0 */
/* Reads an address where nothing is, and has not switched machine checks on. */
#include "guest.h"

void guest_main(void)
{
	say("reading");
	tell("value", read32(0x80000000));
}
