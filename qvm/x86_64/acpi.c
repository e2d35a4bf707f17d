/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fixed tables and where all of them go. Tables point at each other, so
 * first all lengths are found, then a place for the whole, then the addresses
 * are written, and each table is sealed by its checksum. Must never place a
 * table outside the span that the memory map tells as ACPI.
 */
#include "qvm/x86_64/acpi.h"

#include <inttypes.h>
#include <string.h>

#include "qvm/x86_64/acpi_tables.h"
#include "qvm/x86_64/aml.h"
#include "qvm/x86_64/acpi_regs.h"

enum {
	PAGE = 4096,
	TABLE_ALIGN = 16, /* of the RSDP [5.2.5.1]; suits the others */

	FADT_REVISION = 6,
	FADT_MINOR = 4,

	/* Flags [5.2.9, table 5.10]. Fixed buttons are said to be absent. */
	FADT_WBINVD = 1 << 0,
	FADT_C1 = 1 << 2,
	FADT_NO_POWER_BUTTON = 1 << 4,
	FADT_NO_SLEEP_BUTTON = 1 << 5,
	FADT_RESET = 1 << 10,
	FADT_REDUCED = 1 << 20,

	/* What a PC would have [5.2.9.3]. Without these two Linux looks for a
	 * clock at port 0x70, for a second, and for a VGA. */
	BOOT_ARCH_8042 = 1 << 1,
	BOOT_ARCH_NO_VGA = 1 << 2,
	BOOT_ARCH_NO_CMOS_CLOCK = 1 << 5,

	CMOS_CENTURY = 0x32, /* as VDEV_LEGACY_CMOS promises */
};

/* The order in which the tables lie in memory. */
enum table { RSDP, XSDT, FADT, MADT, DSDT, N_TABLES };

static const char *const table_name[N_TABLES] = {
	[RSDP] = "RSDP", [XSDT] = "XSDT", [FADT] = "FADT",
	[MADT] = "MADT", [DSDT] = "DSDT",
};

struct layout {
	struct acpi_bytes table[N_TABLES];
	uint64_t at[N_TABLES];
	struct range span; /* whole pages */
};

static uint8_t checksum(const void *bytes, size_t len)
{
	const uint8_t *b = bytes;
	unsigned sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += b[i];
	return (uint8_t)(0x100 - (sum & 0xff));
}

void acpi_header_init(struct acpi_header *h, const char *signature,
		      unsigned revision, size_t len)
{
	*h = (struct acpi_header){
		.length = (uint32_t)len,
		.revision = (uint8_t)revision,
		.oem_revision = 1,
		.creator_revision = 1,
	};
	memcpy(h->signature, signature, sizeof(h->signature));
	memcpy(h->oem_id, "QVM   ", sizeof(h->oem_id));
	memcpy(h->oem_table_id, "QVMTABLE", sizeof(h->oem_table_id));
	memcpy(h->creator_id, "QVM ", sizeof(h->creator_id));
}

void acpi_header_seal(struct acpi_header *h)
{
	h->checksum = 0;
	h->checksum = checksum(h, h->length);
}

static void fill_rsdp(const struct layout *l)
{
	struct acpi_rsdp *rsdp = l->table[RSDP].bytes;

	*rsdp = (struct acpi_rsdp){
		.revision = 2,
		.length = sizeof(*rsdp),
		.xsdt = l->at[XSDT],
	};
	memcpy(rsdp->signature, "RSD PTR ", sizeof(rsdp->signature));
	memcpy(rsdp->oem_id, "QVM   ", sizeof(rsdp->oem_id));
	rsdp->checksum = checksum(rsdp, offsetof(struct acpi_rsdp, length));
	rsdp->extended_checksum = checksum(rsdp, sizeof(*rsdp));
}

static void fill_xsdt(const struct layout *l)
{
	struct acpi_xsdt *xsdt = l->table[XSDT].bytes;

	acpi_header_init(&xsdt->header, "XSDT", 1, sizeof(*xsdt));
	xsdt->table[0] = l->at[FADT];
	xsdt->table[1] = l->at[MADT];
	acpi_header_seal(&xsdt->header);
}

static struct acpi_gas tables_register(const struct plan *p,
				       enum tables_reg reg)
{
	const struct conf_at *at = &p->conf->tables.at;
	bool is_io = at->space == CONF_SPACE_IO;

	return (struct acpi_gas){
		.space = is_io ? AML_SYSTEM_IO : AML_SYSTEM_MEMORY,
		.bits = 8,
		.access = 1,
		.address = (is_io ? at->io : at->mmio) + (uint64_t)reg,
	};
}

/* What of a PC the devices of this guest are. [ACPI 5.2.9, 5.2.9.3] */
static void tell_legacy(struct acpi_fadt *fadt, const struct plan *p)
{
	fadt->boot_arch = BOOT_ARCH_NO_VGA | BOOT_ARCH_NO_CMOS_CLOCK;
	for (size_t i = 0; i < p->n_device; i++) {
		if (p->device[i].vdev->legacy_cmos) {
			fadt->boot_arch &= (uint16_t)~BOOT_ARCH_NO_CMOS_CLOCK;
			fadt->century = CMOS_CENTURY;
		}
		if (p->device[i].vdev->legacy_i8042)
			fadt->boot_arch |= BOOT_ARCH_8042;
	}
}

/* Without a FACS: allowed in this profile. [ACPI 6.4, table 5.9] */
static void fill_fadt(const struct layout *l, const struct plan *p)
{
	struct acpi_fadt *fadt = l->table[FADT].bytes;

	acpi_header_init(&fadt->header, "FACP", FADT_REVISION, sizeof(*fadt));
	fadt->minor_revision = FADT_MINOR;
	fadt->dsdt = (uint32_t)l->at[DSDT];
	fadt->x_dsdt = l->at[DSDT];
	tell_legacy(fadt, p);
	fadt->flags = FADT_WBINVD | FADT_C1 | FADT_NO_POWER_BUTTON |
		      FADT_NO_SLEEP_BUTTON | FADT_RESET | FADT_REDUCED;
	fadt->reset = tables_register(p, TABLES_RESET);
	fadt->reset_value = TABLES_RESET_VALUE;
	fadt->sleep_control = tables_register(p, TABLES_SLEEP_CONTROL);
	fadt->sleep_status = tables_register(p, TABLES_SLEEP_STATUS);
	memcpy(fadt->hypervisor, "QVM\0\0\0\0", sizeof(fadt->hypervisor));
	acpi_header_seal(&fadt->header);
}

static struct acpi_bytes empty(struct plan *p, size_t len)
{
	return (struct acpi_bytes){ arena_new(p->arena, len), len };
}

/* All tables, with their lengths final; those with addresses still empty. */
static void make_tables(struct layout *l, struct plan *p)
{
	l->table[RSDP] = empty(p, sizeof(struct acpi_rsdp));
	l->table[XSDT] = empty(p, sizeof(struct acpi_xsdt));
	l->table[FADT] = empty(p, sizeof(struct acpi_fadt));
	l->table[MADT] = acpi_madt(p);
	l->table[DSDT] = acpi_dsdt(p);
}

static bool find_place(struct layout *l, const struct plan *p,
		       const struct room *room, struct conf_report *report)
{
	struct room_want want = { .align = PAGE, .within = { PAGE, 4 * GIB - PAGE } };
	struct conf_finding *f;

	for (size_t i = 0; i < N_TABLES; i++)
		want.len += align_up(l->table[i].len, TABLE_ALIGN);
	want.len = align_up(want.len, PAGE);
	if (room_highest(room, want, &l->span))
		return true;

	f = report_find(report, node_key_place(p->conf->node, "memory"),
			"tables-fit", "there is no free ram below 4 GiB for the "
			"ACPI tables, 0x%" PRIx64 " bytes", want.len);
	finding_fix(report, f, "give the guest more ram below 4 GiB");
	return false;
}

static void add_pieces(struct layout *l, struct plan *p,
		       struct conf_report *report)
{
	for (size_t i = 0; i < N_TABLES; i++)
		plan_add_bytes(p, table_name[i], l->at[i], l->table[i].bytes,
			       l->table[i].len, report);
}

struct range acpi_plan(struct plan *p, const struct room *room,
		       struct conf_report *report)
{
	struct layout l = { .span = { .len = 0 } };
	uint64_t next;

	if (p->conf->tables.acpi == CONF_ACPI_NONE)
		return l.span;

	make_tables(&l, p);
	if (!find_place(&l, p, room, report))
		return (struct range){ .len = 0 };

	next = l.span.at;
	for (size_t i = 0; i < N_TABLES; i++) {
		l.at[i] = next;
		next += align_up(l.table[i].len, TABLE_ALIGN);
	}
	fill_rsdp(&l);
	fill_xsdt(&l);
	fill_fadt(&l, p);
	add_pieces(&l, p, report);
	p->acpi_rsdp = l.at[RSDP];
	return l.span;
}
