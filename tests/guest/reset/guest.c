/* SPDX-License-Identifier: Apache-2.0 */
/* Resets itself by the reset register. */
#include "guest.h"

void guest_main(void)
{
	reset();
}
