/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interrupts by local APIC and I/O APIC, and the start of a second processor.
 * [Intel SDM 3A 11; 82093AA] Must never depend on the PICs, which the reduced
 * profile does not have.
 */
#include "guest.h"

#include "private.h"

enum {
	APIC_BASE_MSR = 0x1b,
	APIC_BASE_ENABLE = 1 << 11,

	APIC_ID = 0x020,
	APIC_EOI = 0x0b0,
	APIC_SPURIOUS = 0x0f0,
	APIC_SPURIOUS_ENABLE = 1 << 8,
	APIC_COMMAND = 0x300,
	APIC_COMMAND_TARGET = 0x310,
	COMMAND_INIT = 0x4500,
	COMMAND_START = 0x4600,

	IO_APIC_SELECT = 0x00,
	IO_APIC_WINDOW = 0x10,
	IO_APIC_LINES = 0x10, /* first register of the first line */
};

#define APIC UINT64_C(0xfee00000)
#define IO_APIC UINT64_C(0xfec00000)

static void (*handlers[VECTOR_LAST + 1])(void);

void on_interrupt(uint8_t vector, void (*handler)(void))
{
	handlers[vector] = handler;
}

void interrupt_taken(unsigned vector)
{
	if (vector == VECTOR_SPURIOUS)
		return; /* it is not in service, so it has no end */
	if (handlers[vector] != NULL)
		handlers[vector]();
	write32(APIC + APIC_EOI, 0);
}

void interrupts_on(void)
{
	wrmsr(APIC_BASE_MSR, rdmsr(APIC_BASE_MSR) | APIC_BASE_ENABLE);
	write32(APIC + APIC_SPURIOUS, APIC_SPURIOUS_ENABLE | VECTOR_SPURIOUS);
	__asm__ volatile("sti");
}

static void io_apic_write(uint32_t index, uint32_t value)
{
	write32(IO_APIC + IO_APIC_SELECT, index);
	write32(IO_APIC + IO_APIC_WINDOW, value);
}

uint32_t processor_id(void)
{
	return read32(APIC + APIC_ID) >> 24;
}

void route_line(unsigned line, uint8_t vector)
{
	io_apic_write(IO_APIC_LINES + 2 * line + 1, processor_id() << 24);
	io_apic_write(IO_APIC_LINES + 2 * line, vector); /* edge, high, open */
}

/* ---- processors --------------------------------------------------------------- */

static unsigned char second_stack[4096] __attribute__((aligned(16)));
static void (*second_main)(void);

/* Called by processor.S, on the stack above. */
void second_start(void)
{
	traps_init();
	second_main();
	halt();
}

static void command(uint32_t id, uint32_t what)
{
	write32(APIC + APIC_COMMAND_TARGET, id << 24);
	write32(APIC + APIC_COMMAND, what);
}

static void place_code(void)
{
	uint64_t to = PROCESSOR_CODE, cr3;

	for (const unsigned char *p = processor_code; p < processor_code_end; p++)
		write8(to++, *p);
	__asm__ volatile("mov %%cr3, %0" : "=r"(cr3));
	write32(PROCESSOR_CODE + (uint64_t)(processor_cr3 - processor_code),
		(uint32_t)cr3);
}

void start_processor(uint32_t id, void (*main)(void))
{
	place_code();
	processor_stack = (uintptr_t)second_stack + sizeof(second_stack);
	second_main = main;
	interrupts_on();
	command(id, COMMAND_INIT);
	command(id, COMMAND_START | PROCESSOR_CODE >> 12);
}
