/* SPDX-License-Identifier: Apache-2.0 */
/* Reads eight bytes, four of which are declared absent and four are not. */
#include "guest.h"

void guest_main(void)
{
	tell("inside", read64(0x80000008));
	tell("across", read64(0x8000000c));
}
