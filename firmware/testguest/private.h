/* SPDX-License-Identifier: Apache-2.0 */
/*
 * private: what the files of the runtime know of each other. Not for guests.
 */
#ifndef QVM_FIRMWARE_TESTGUEST_PRIVATE_H
#define QVM_FIRMWARE_TESTGUEST_PRIVATE_H

#include <stdint.h>

/* What lgdt and lidt load. */
struct table_register {
	uint16_t limit;
	uint64_t base;
} __attribute__((packed));

/* What trap.S leaves on the stack for trap_taken(). */
struct trap_frame {
	uint64_t rax, rcx, rdx, rsi, rdi, r8, r9, r10, r11;
	uint64_t vector, error;
	uint64_t rip, cs, rflags, rsp, ss;
};

void guest_start(const unsigned char *zero);

/* Gives this processor its handlers. */
void traps_init(void);

/* ---- trap.S ---- */

enum { TRAP_STUBS = 0x50, TRAP_STUB_LEN = 16 };

extern const unsigned char trap_stubs[TRAP_STUBS][TRAP_STUB_LEN];

/* The stack of the attempt under way; 0: none. */
extern uint64_t attempt_stack;

/* Returns from attempt() with `vector`; its action is given up. */
_Noreturn void attempt_end(unsigned vector);

/* Called for every trap and interrupt. */
void trap_taken(const struct trap_frame *frame);

/* Ends an interrupt at the local APIC. */
void interrupt_taken(unsigned vector);

/* ---- processor.S ---- */

/* Real-mode code for a second processor, to be copied to PROCESSOR_CODE. */
enum { PROCESSOR_CODE = 0x70000 };

extern const unsigned char processor_code[], processor_code_end[];

/* Four bytes of that code: the page tables. */
extern const unsigned char processor_cr3[];

/* What the processor that is started finds. */
extern uint64_t processor_stack;
void second_start(void);

#endif
