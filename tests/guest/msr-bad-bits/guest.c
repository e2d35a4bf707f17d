/* SPDX-License-Identifier: Apache-2.0 */
/* Writes bits that a known register does not have: hardware's own error. */
#include "guest.h"

enum { EFER = 0xc0000080 };

static void write_it(void)
{
	wrmsr(EFER, rdmsr(EFER) | UINT64_C(1) << 63);
}

void guest_main(void)
{
	tell("trap", attempt(write_it));
}
