/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the serial port in a width that it does not have. */
#include "guest.h"

void guest_main(void)
{
	say("reading");
	tell("value", in16(0x3fa));
	out16(0x3fe, 0);
	say("written");
}
