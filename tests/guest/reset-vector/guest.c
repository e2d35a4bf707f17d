/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resets itself as Linux does without EFI: by a jump to F000:FFF0 in real
 * mode. The way there is a code segment of 16 bits at 0xf0000, then paging
 * and protection off.
 */
#include "guest.h"

/* 0x20: 16-bit code at 0xf0000; 0x28: 16-bit data at 0. */
static const uint64_t gdt[] = {
	0, 0, 0x00af9b000000ffff, 0x00cf93000000ffff,
	0x00009b0f0000ffff, 0x000093000000ffff,
};

static const struct {
	uint16_t limit;
	uint64_t base;
} __attribute__((packed)) gdtr = { sizeof(gdt) - 1, (uintptr_t)gdt };

/* In the reserved span, which is ram: 16-bit code for the last steps. */
static const unsigned char last_steps[] = {
	0x0f, 0x20, 0xc0,                   /* mov  %cr0, %eax */
	0x66, 0x25, 0xfe, 0xff, 0xff, 0x7f, /* and  $0x7ffffffe, %eax */
	0x0f, 0x22, 0xc0,                   /* mov  %eax, %cr0 */
	0xea, 0xf0, 0xff, 0x00, 0xf0,       /* ljmp $0xf000, $0xfff0 */
};

void guest_main(void)
{
	static const uint16_t far_pointer[] = { 0x1000, 0, 0x20 };

	for (size_t i = 0; i < sizeof(last_steps); i++)
		write8(0xf1000 + i, last_steps[i]);
	say("jumping");
	__asm__ volatile("lgdt %0; mov %1, %%ds; mov %1, %%ss; ljmpl *%2"
			 : : "m"(gdtr), "r"(0x28), "m"(far_pointer));
	halt();
}
