/* SPDX-License-Identifier: Apache-2.0 */
/* Probes what the file declares absent. */
#include "guest.h"

enum { ONES = 0x1230, ZEROS = 0x1240, MSR_ZERO = 0xc0011230, MSR_FAULT = 0xc0011240 };

static const uint64_t ones = 0x80000000, zeros = 0x80001000;

static void touch_fault(void)
{
	rdmsr(MSR_FAULT);
}

void guest_main(void)
{
	tell("port", in8(ONES));
	tell("last port", in8(ONES + 7));
	tell("four ports", in32(ONES));
	out32(ONES, 0);
	tell("zero port", in16(ZEROS));
	tell("memory", read64(ones));
	write64(ones, 0);
	tell("zero memory", read32(zeros + 0xffc));
	wrmsr(MSR_ZERO, 1);
	tell("register", rdmsr(MSR_ZERO));
	tell("fault", attempt(touch_fault));
}
