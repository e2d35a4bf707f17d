/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guest: what a test guest stands on. A guest is one file with a guest_main()
 * of some thirty lines that shows one behaviour of the machine.
 *
 *   64-bit entry -> guest_start -> guest_main -> power_off
 *
 * Runs on the bare machine: no library, no memory but its own and what it
 * names. Expects a serial port at 0x3f8, if it speaks, and the tables'
 * registers at port 0x600. It tells what it sees and judges nothing: what is
 * right stands in the `expect` beside the guest.
 */
#ifndef QVM_FIRMWARE_TESTGUEST_GUEST_H
#define QVM_FIRMWARE_TESTGUEST_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The guest's own part. To return is to power off. */
void guest_main(void);

/* The zero page, as the loader left it. */
const unsigned char *zero_page(void);

/* ---- the console: polled, 0x3f8 -------------------------------------------- */

/* Prints a line. */
void say(const char *line);

/* Prints "WHAT 0xVALUE" as a line. */
void tell(const char *what, uint64_t value);

/* ---- ends ------------------------------------------------------------------- */

_Noreturn void power_off(void);
_Noreturn void reset(void);
_Noreturn void triple_fault(void);

/* Halts with interrupts off, for ever. */
_Noreturn void halt(void);

/* ---- ports, memory, model-specific registers -------------------------------- */

#define GUEST_PORT_IO(bits, suffix, type) \
	static inline type in##bits(uint16_t port) \
	{ \
		type value; \
		__asm__ volatile("in" suffix " %1, %0" \
				 : "=a"(value) : "Nd"(port) : "memory"); \
		return value; \
	} \
	static inline void out##bits(uint16_t port, type value) \
	{ \
		__asm__ volatile("out" suffix " %0, %1" \
				 : : "a"(value), "Nd"(port) : "memory"); \
	}

GUEST_PORT_IO(8, "b", uint8_t)
GUEST_PORT_IO(16, "w", uint16_t)
GUEST_PORT_IO(32, "l", uint32_t)

/* One access of the width in the name, by a mov. */
#define GUEST_MEMORY_IO(bits) \
	static inline uint##bits##_t read##bits(uint64_t at) \
	{ \
		return *(const volatile uint##bits##_t *)at; \
	} \
	static inline void write##bits(uint64_t at, uint##bits##_t value) \
	{ \
		*(volatile uint##bits##_t *)at = value; \
	}

GUEST_MEMORY_IO(8)
GUEST_MEMORY_IO(16)
GUEST_MEMORY_IO(32)
GUEST_MEMORY_IO(64)

static inline uint64_t rdmsr(uint32_t index)
{
	uint32_t low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(index));
	return (uint64_t)high << 32 | low;
}

static inline void wrmsr(uint32_t index, uint64_t value)
{
	__asm__ volatile("wrmsr" : : "c"(index), "a"((uint32_t)value),
			 "d"((uint32_t)(value >> 32)) : "memory");
}

/* ---- traps ------------------------------------------------------------------ */

enum {
	TRAP_NONE = 0x100, /* the action came to its end */
	TRAP_UD = 6,
	TRAP_GP = 13,
	TRAP_PF = 14,
	TRAP_MC = 18,
};

/*
 * Does `action` and returns the vector of the trap that ended it, or
 * TRAP_NONE. A trap outside an attempt is told and powers off.
 */
unsigned attempt(void (*action)(void));

/* Lets machine checks reach the guest, and clears one that did. */
void machine_checks_on(void);
void machine_check_done(void);

/* ---- interrupts and processors ---------------------------------------------- */

enum { VECTOR_FIRST = 0x40, VECTOR_LAST = 0x4f, VECTOR_SPURIOUS = 0x4f };

/* Calls `handler` for an interrupt, then ends it at the local APIC. */
void on_interrupt(uint8_t vector, void (*handler)(void));

/* Switches this processor's local APIC and its interrupts on. */
void interrupts_on(void);

/* Sends an edge-triggered line of the I/O APIC to this processor. */
void route_line(unsigned line, uint8_t vector);

uint32_t processor_id(void);

/* Starts a second processor, which calls `main` with interrupts off. */
void start_processor(uint32_t id, void (*main)(void));

static inline void relax(void)
{
	__asm__ volatile("pause" ::: "memory");
}

/* Waits with the processor's interrupts as they are. Does not halt: a halt
 * that misses its interrupt is a test of its own. */
static inline void wait_for(const volatile bool *flag)
{
	while (!*flag)
		relax();
}

#endif
