/* SPDX-License-Identifier: Apache-2.0 */
/* Powers itself off by the sleep control register. */
#include "guest.h"

void guest_main(void)
{
	power_off();
}
