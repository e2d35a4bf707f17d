/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layout of the ACPI tables that we write. [ACPI 6.4, 5.2; the section at
 * each struct] Little-endian, packed. Only what the tables are, nothing about
 * what stands in ours.
 */
#ifndef QVM_X86_64_ACPI_TABLES_H
#define QVM_X86_64_ACPI_TABLES_H

#include <stdint.h>

#define ACPI_PACKED __attribute__((packed))

struct acpi_rsdp { /* 5.2.5.3 */
	char signature[8];
	uint8_t checksum; /* of the first 20 bytes */
	char oem_id[6];
	uint8_t revision;
	uint32_t rsdt;
	uint32_t length;
	uint64_t xsdt;
	uint8_t extended_checksum;
	uint8_t reserved[3];
} ACPI_PACKED;

struct acpi_header { /* 5.2.6 */
	char signature[4];
	uint32_t length;
	uint8_t revision;
	uint8_t checksum; /* all bytes of the table sum up to 0 */
	char oem_id[6];
	char oem_table_id[8];
	uint32_t oem_revision;
	char creator_id[4];
	uint32_t creator_revision;
} ACPI_PACKED;

struct acpi_xsdt { /* 5.2.8 */
	struct acpi_header header;
	uint64_t table[2];
} ACPI_PACKED;

struct acpi_gas { /* 5.2.3.2 */
	uint8_t space;
	uint8_t bits;
	uint8_t bit_offset;
	uint8_t access; /* 1: bytes */
	uint64_t address;
} ACPI_PACKED;

struct acpi_fadt { /* 5.2.9 */
	struct acpi_header header;
	uint32_t facs, dsdt;
	uint8_t reserved0;
	uint8_t pm_profile;
	uint16_t sci;
	uint32_t smi_command;
	uint8_t acpi_enable, acpi_disable, s4bios, pstate_control;
	uint32_t pm1a_event, pm1b_event, pm1a_control, pm1b_control,
		pm2_control, pm_timer, gpe0, gpe1;
	uint8_t pm1_event_len, pm1_control_len, pm2_control_len, pm_timer_len,
		gpe0_len, gpe1_len, gpe1_base, cst_control;
	uint16_t c2_latency, c3_latency, flush_size, flush_stride;
	uint8_t duty_offset, duty_width, day_alarm, month_alarm, century;
	uint16_t boot_arch;
	uint8_t reserved1;
	uint32_t flags;
	struct acpi_gas reset;
	uint8_t reset_value;
	uint16_t arm_boot_arch;
	uint8_t minor_revision;
	uint64_t x_facs, x_dsdt;
	struct acpi_gas x_pm1a_event, x_pm1b_event, x_pm1a_control,
		x_pm1b_control, x_pm2_control, x_pm_timer, x_gpe0, x_gpe1,
		sleep_control, sleep_status;
	char hypervisor[8];
} ACPI_PACKED;

struct acpi_madt { /* 5.2.12; entries follow */
	struct acpi_header header;
	uint32_t local_apic;
	uint32_t flags;
} ACPI_PACKED;

struct acpi_madt_local_apic { /* 5.2.12.2 */
	uint8_t type, length; /* 0 */
	uint8_t processor_uid;
	uint8_t apic_id;
	uint32_t flags;
} ACPI_PACKED;

struct acpi_madt_io_apic { /* 5.2.12.3 */
	uint8_t type, length; /* 1 */
	uint8_t id;
	uint8_t reserved;
	uint32_t address;
	uint32_t first_line;
} ACPI_PACKED;

struct acpi_madt_override { /* 5.2.12.5 */
	uint8_t type, length; /* 2 */
	uint8_t bus;
	uint8_t source;
	uint32_t line;
	uint16_t flags;
} ACPI_PACKED;

struct acpi_madt_nmi { /* 5.2.12.7 */
	uint8_t type, length; /* 4 */
	uint8_t processor_uid; /* 0xff: all */
	uint16_t flags;
	uint8_t lint;
} ACPI_PACKED;

_Static_assert(sizeof(struct acpi_rsdp) == 36, "5.2.5.3");
_Static_assert(sizeof(struct acpi_header) == 36, "5.2.6");
_Static_assert(sizeof(struct acpi_gas) == 12, "5.2.3.2");
_Static_assert(sizeof(struct acpi_fadt) == 276, "5.2.9");
_Static_assert(sizeof(struct acpi_madt) == 44, "5.2.12");
_Static_assert(sizeof(struct acpi_madt_local_apic) == 8, "5.2.12.2");
_Static_assert(sizeof(struct acpi_madt_io_apic) == 12, "5.2.12.3");
_Static_assert(sizeof(struct acpi_madt_override) == 10, "5.2.12.5");
_Static_assert(sizeof(struct acpi_madt_nmi) == 6, "5.2.12.7");

#endif
