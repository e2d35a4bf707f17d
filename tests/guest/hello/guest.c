/* SPDX-License-Identifier: Apache-2.0 */
/* Speaks by the serial port. */
#include "guest.h"

void guest_main(void)
{
	say("hello");
}
