/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way from the entry to guest_main(), and the ways out. Must never end in
 * anything but what it was asked for: a guest whose power-off does not work
 * halts, and its test runs into a time-out.
 */
#include "guest.h"

#include "private.h"

enum { /* the tables' registers, which every test guest has at 0x600 */
	SLEEP_CONTROL = 0x600,
	SLEEP_S5 = 5 << 2 | 1 << 5,
	RESET = 0x603,
	RESET_VALUE = 1,
};

static const unsigned char *boot_params;

const unsigned char *zero_page(void)
{
	return boot_params;
}

_Noreturn void halt(void)
{
	for (;;)
		__asm__ volatile("cli; hlt");
}

_Noreturn void power_off(void)
{
	out8(SLEEP_CONTROL, SLEEP_S5);
	halt();
}

_Noreturn void reset(void)
{
	out8(RESET, RESET_VALUE);
	halt();
}

_Noreturn void triple_fault(void)
{
	static const struct table_register nothing;

	__asm__ volatile("lidt %0; ud2" : : "m"(nothing));
	halt();
}

void guest_start(const unsigned char *zero)
{
	boot_params = zero;
	traps_init();
	guest_main();
	power_off();
}
