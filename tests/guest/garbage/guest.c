/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes nonsense to every port but those that end the guest, and to memory
 * where nothing is; reads all of it back.
 */
#include "guest.h"

enum { PORTS = 0x10000, TABLES = 0x600, PAGES = 2000 };

static uint32_t random(void)
{
	static uint32_t x = 0x2545f491;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x;
}

static void port(uint16_t at)
{
	uint32_t value = random();

	switch (random() % 6) {
	case 0: in8(at); break;
	case 1: in16(at); break;
	case 2: in32(at); break;
	case 3: out8(at, (uint8_t)value); break;
	case 4: out16(at, (uint16_t)value); break;
	case 5: out32(at, value); break;
	}
}

static void page(uint64_t at)
{
	at += random() % 4000;
	write8(at, (uint8_t)random());
	write64(at, random());
	read32(at);
}

void guest_main(void)
{
	say("ready");
	for (unsigned p = 0; p < PORTS; p++)
		if (p < TABLES - 3 || p > TABLES + 3)
			port((uint16_t)p);
	for (unsigned i = 0; i < PAGES; i++)
		page(0x80000000 + (uint64_t)(random() % 0x40000) * 4096);
	out8(0x3fb, 0x03); /* line control: the divisor latch is closed */
	out8(0x3fc, 0x00); /* modem control: no loopback */
	say("");
	say("done");
}
