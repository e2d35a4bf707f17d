/* SPDX-License-Identifier: Apache-2.0 */
/* Reads two bytes, one in the serial port and one behind its end. */
#include "guest.h"

void guest_main(void)
{
	say("reading");
	tell("value", in16(0x3ff));
}
