/* SPDX-License-Identifier: Apache-2.0 */
/* Gives back every byte that comes in by the serial port, until a q. */
#include "guest.h"

enum { DATA = 0x3f8, MODEM = 0x3fc, LINE_STATUS = 0x3fd };
enum { MODEM_RTS = 1 << 1, STATUS_READY = 1 << 0 };

void guest_main(void)
{
	uint8_t byte;

	out8(MODEM, MODEM_RTS); /* bytes may come */
	say("ready");
	do {
		while ((in8(LINE_STATUS) & STATUS_READY) == 0)
			relax();
		byte = in8(DATA);
		out8(DATA, byte);
	} while (byte != 'q');
	say("");
	say("quit");
}
