/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the line status of two serial ports, one at ports and one in memory,
 * and tells what a thousand reads of each take in ticks of the TSC, several
 * times over. Nothing is printed while the clock runs.
 */
#include "guest.h"

enum { READS = 1000, BATCHES = 15, PORT = 0x3fd, MEMORY = 0xd0000005 };

static uint64_t ticks(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
	return (uint64_t)high << 32 | low;
}

static uint64_t read_port(void)
{
	uint64_t start = ticks();

	for (int i = 0; i < READS; i++)
		in8(PORT);
	return ticks() - start;
}

static uint64_t read_memory(void)
{
	uint64_t start = ticks();

	for (int i = 0; i < READS; i++)
		read8(MEMORY);
	return ticks() - start;
}

void guest_main(void)
{
	uint64_t port[BATCHES], memory[BATCHES];

	read_port(); /* the first ones are dearer: not counted */
	read_memory();
	for (int i = 0; i < BATCHES; i++) {
		port[i] = read_port();
		memory[i] = read_memory();
	}
	for (int i = 0; i < BATCHES; i++) {
		tell("port", port[i]);
		tell("memory", memory[i]);
	}
}
