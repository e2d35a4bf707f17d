/* SPDX-License-Identifier: Apache-2.0 */
/* Follows the root pointer to the tables and adds their bytes up. */
#include "guest.h"

enum { ACPI_RSDP = 0x70 };

static unsigned sum(uint64_t at, uint64_t len)
{
	unsigned all = 0;

	while (len-- > 0)
		all += read8(at++);
	return all & 0xff;
}

/* Signature, length and sum of one table. */
static void tell_table(uint64_t at)
{
	char name[5] = { 0 };

	for (unsigned i = 0; i < 4; i++)
		name[i] = (char)read8(at + i);
	tell(name, sum(at, read32(at + 4)));
}

void guest_main(void)
{
	uint64_t rsdp = read64((uintptr_t)zero_page() + ACPI_RSDP);
	uint64_t xsdt = read64(rsdp + 24), fadt = read64(xsdt + 36);

	tell("RSDP", sum(rsdp, 36));
	tell_table(xsdt);
	tell_table(fadt);
	tell_table(read64(xsdt + 44));
	tell_table(read64(fadt + 140));
}
