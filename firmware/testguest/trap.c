/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is done about a trap: an attempt is told, anything else is a mistake of
 * the guest, which says so and ends. Must never go on behind a trap that
 * nobody waits for.
 */
#include "guest.h"

#include "private.h"

enum { GATE_INTERRUPT = 0x8e00 };

enum {
	MCG_CAP = 0x179,
	MCG_STATUS = 0x17a,
	MCG_CTL = 0x17b,
	MC0_CTL = 0x400,
	MC0_STATUS = 0x401,
	MCG_CAP_CTL = 1 << 8,
	CR4_MCE = 1 << 6,
};

struct gate { /* [Intel SDM 3A 6.14.1] */
	uint16_t offset_low, selector, type, offset_middle;
	uint32_t offset_high, reserved;
};

static struct gate gates[TRAP_STUBS];

static uint16_t code_selector(void)
{
	uint16_t selector;

	__asm__ volatile("mov %%cs, %0" : "=r"(selector));
	return selector;
}

void traps_init(void)
{
	const struct table_register idt = {
		sizeof(gates) - 1, (uintptr_t)gates
	};

	for (unsigned i = 0; i < TRAP_STUBS; i++) {
		uint64_t stub = (uintptr_t)trap_stubs[i];

		gates[i] = (struct gate){
			.offset_low = (uint16_t)stub,
			.selector = code_selector(),
			.type = GATE_INTERRUPT,
			.offset_middle = (uint16_t)(stub >> 16),
			.offset_high = (uint32_t)(stub >> 32),
		};
	}
	__asm__ volatile("lidt %0" : : "m"(idt));
}

void trap_taken(const struct trap_frame *frame)
{
	if (frame->vector >= VECTOR_FIRST) {
		interrupt_taken((unsigned)frame->vector);
		return;
	}
	if (attempt_stack != 0)
		attempt_end((unsigned)frame->vector);

	tell("unexpected trap", frame->vector);
	tell("at", frame->rip);
	power_off();
}

/* Bank 0 and, where there is one, the switch for all banks. [SDM 3B 16.3] */
void machine_checks_on(void)
{
	uint64_t cr4;

	if ((rdmsr(MCG_CAP) & MCG_CAP_CTL) != 0)
		wrmsr(MCG_CTL, UINT64_MAX);
	wrmsr(MC0_CTL, UINT64_MAX);
	__asm__ volatile("mov %%cr4, %0" : "=r"(cr4));
	__asm__ volatile("mov %0, %%cr4" : : "r"(cr4 | CR4_MCE));
}

void machine_check_done(void)
{
	wrmsr(MC0_STATUS, 0);
	wrmsr(MCG_STATUS, 0);
}
