/* SPDX-License-Identifier: Apache-2.0 */
/* Resets itself by the keyboard controller, as PCs did before ACPI. */
#include "guest.h"

enum { COMMAND = 0x64, PULSE_RESET = 0xfe };

void guest_main(void)
{
	out8(COMMAND, PULSE_RESET);
	halt();
}
