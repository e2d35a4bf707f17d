/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A register that has a row gives the guest `always` and the levels up to the
 * model, and nothing else that the host may have. [SDM 2A, CPUID; APM 3 E]
 */
#include "qvm/x86_64/cpuid_model.h"

#include "conf/util/util.h"

#define BIT(n) (UINT32_C(1) << (n))

const struct cpuid_model_row cpuid_model[] = {
	{ 0x1, 0, CPUID_EDX,
	  /* vme de pse tsc msr pae mce apic mtrr pge mca pat pse36 clfsh ss ht */
	  .always = BIT(1) | BIT(2) | BIT(3) | BIT(4) | BIT(5) | BIT(6) |
		    BIT(7) | BIT(9) | BIT(12) | BIT(13) | BIT(14) | BIT(16) |
		    BIT(17) | BIT(19) | BIT(27) | BIT(28),
	  /* fpu cx8 sep cmov mmx fxsr sse sse2 */
	  .level = { BIT(0) | BIT(8) | BIT(11) | BIT(15) | BIT(23) | BIT(24) |
		     BIT(25) | BIT(26) } },
	{ 0x1, 0, CPUID_ECX,
	  /* pcid x2apic tsc-deadline rdrand hypervisor */
	  .always = BIT(17) | BIT(21) | BIT(24) | BIT(30) | BIT(31),
	  .level = { 0,
		     /* sse3 ssse3 cx16 sse4.1 sse4.2 popcnt */
		     BIT(0) | BIT(9) | BIT(13) | BIT(19) | BIT(20) | BIT(23),
		     /* fma movbe xsave osxsave avx f16c */
		     BIT(12) | BIT(22) | BIT(26) | BIT(27) | BIT(28) |
			     BIT(29) } },
	{ 0x7, 0, CPUID_EBX,
	  /* fsgsbase tsc-adjust smep erms invpcid rdseed smap clflushopt clwb */
	  .always = BIT(0) | BIT(1) | BIT(7) | BIT(9) | BIT(10) | BIT(18) |
		    BIT(20) | BIT(23) | BIT(24),
	  .level = { 0, 0,
		     /* bmi1 avx2 bmi2 */
		     BIT(3) | BIT(5) | BIT(8),
		     /* avx512 f dq cd bw vl */
		     BIT(16) | BIT(17) | BIT(28) | BIT(30) | BIT(31) } },
	{ 0x7, 0, CPUID_ECX, .always = BIT(2) | BIT(22) /* umip rdpid */ },
	{ 0x7, 0, CPUID_EDX,
	  /* md-clear serialize ibrs stibp l1d-flush arch-cap ssbd */
	  .always = BIT(10) | BIT(14) | BIT(26) | BIT(27) | BIT(28) | BIT(29) |
		    BIT(31) },
	{ 0x7, 1, CPUID_EAX, .always = 0 },
	{ 0xd, 1, CPUID_EAX,
	  /* xsaveopt xsavec xgetbv1 xsaves: of no use without xsave */
	  .level = { 0, 0, BIT(0) | BIT(1) | BIT(2) | BIT(3) } },
	{ 0x80000001, 0, CPUID_EDX,
	  /* the legacy bits of leaf 1 (AMD), nx pdpe1gb rdtscp lm */
	  .always = 0x0183f3ff | BIT(20) | BIT(26) | BIT(27),
	  .level = { BIT(11) | BIT(29) /* syscall */ } },
	{ 0x80000001, 0, CPUID_ECX,
	  /* cmp-legacy cr8-legacy topoext */
	  .always = BIT(1) | BIT(4) | BIT(22),
	  .level = { 0, BIT(0) /* lahf */, BIT(5) /* lzcnt */ } },
};

const uint32_t cpuid_model_rows = ARRAY_LEN(cpuid_model);
