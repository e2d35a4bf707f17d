/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The models x86-64-v1 to v4 (x86-64 psABI, 3.1.1) as feature bits.
 */
#ifndef QVM_X86_64_CPUID_MODEL_H
#define QVM_X86_64_CPUID_MODEL_H

#include <stdint.h>

enum cpuid_register { CPUID_EAX, CPUID_EBX, CPUID_ECX, CPUID_EDX };

/* A register of feature bits that models speak of. */
struct cpuid_model_row {
	uint32_t leaf, subleaf;
	enum cpuid_register reg;
	uint32_t always;   /* let through by every model: no instructions that
			      a program could mistake for a level */
	uint32_t level[4]; /* bits that v1, v2, v3, v4 add */
};

extern const struct cpuid_model_row cpuid_model[];
extern const uint32_t cpuid_model_rows;

#endif
