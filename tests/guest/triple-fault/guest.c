/* SPDX-License-Identifier: Apache-2.0 */
/* Faults three times: no handler, no handler for that, shutdown. */
#include "guest.h"

void guest_main(void)
{
	triple_fault();
}
