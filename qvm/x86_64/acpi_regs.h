/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The four one-byte registers that `tables: { at: }` places: what the ACPI
 * tables tell the guest, and what the machine answers. [ACPI 4.8.3.7]
 *
 * The only statement of their layout: tables and machine both include it.
 */
#ifndef QVM_X86_64_ACPI_REGS_H
#define QVM_X86_64_ACPI_REGS_H

enum tables_reg {
	TABLES_SLEEP_CONTROL = 0, /* written: SLP_TYP and SLP_EN */
	TABLES_SLEEP_STATUS = 1,  /* WAK_STS: reads 0, for nothing wakes from
				     S5; written before each sleep */
	TABLES_EVENT = 2,         /* pending events; reading clears them */
	TABLES_RESET = 3,         /* written: TABLES_RESET_VALUE resets */
	TABLES_REGS = 4,
};

/* Sleep control: the type lies in bits 2-4, the order to sleep is bit 5. */
enum {
	TABLES_SLEEP_S5 = 5,
	TABLES_SLEEP_TYPE_SHIFT = 2,
	TABLES_SLEEP_TYPE_MASK = 7,
	TABLES_SLEEP_ENABLE = 1 << 5,
};

enum { TABLES_EVENT_BUTTON = 1 << 0 };

enum { TABLES_RESET_VALUE = 1 };

#endif
