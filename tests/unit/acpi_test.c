/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ACPI tables, byte by byte, against expectations written from the
 * specification. What a compiler says of them: acpi_iasl_test.c.
 */
#include "x86_devices.h"

/* ---- helpers ---------------------------------------------------------------- */

static const unsigned char *table(const struct x86_plan *x, const char *name)
{
	const struct plan_piece *piece = x86_piece(x, name);

	cr_assert_not_null(piece, "%s", name);
	return piece->bytes;
}

static uint64_t read_le(const unsigned char *at, size_t width)
{
	uint64_t value = 0;

	for (size_t i = 0; i < width; i++)
		value |= (uint64_t)at[i] << 8 * i;
	return value;
}

static unsigned sum(const unsigned char *bytes, size_t len)
{
	unsigned all = 0;

	for (size_t i = 0; i < len; i++)
		all += bytes[i];
	return all & 0xff;
}

static void expect_bytes(const unsigned char *got, const unsigned char *want,
			 size_t len, const char *what)
{
	for (size_t i = 0; i < len; i++)
		cr_assert_eq(got[i], want[i], "%s, byte %zu: 0x%02x, not 0x%02x",
			     what, i, got[i], want[i]);
}

/* ---- the fixed tables ------------------------------------------------------- */

Test(acpi, the_root_pointer_leads_to_every_table)
{
	struct x86_plan *x = x86_plan_new();
	const unsigned char *rsdp, *xsdt;

	x86_plan_boot(x);
	rsdp = table(x, "RSDP");
	cr_expect_eq(x->plan.acpi_rsdp, x86_piece(x, "RSDP")->at.at);
	cr_expect_eq(x->plan.acpi_rsdp % 16, 0);
	cr_expect_eq(memcmp(rsdp, "RSD PTR ", 8), 0);
	cr_expect_eq(memcmp(rsdp + 9, "QVM   ", 6), 0);
	cr_expect_eq(rsdp[15], 2);
	cr_expect_eq(read_le(rsdp + 16, 4), 0);
	cr_expect_eq(read_le(rsdp + 20, 4), 36);
	cr_expect_eq(read_le(rsdp + 24, 8), x86_piece(x, "XSDT")->at.at);
	cr_expect_eq(sum(rsdp, 20), 0);
	cr_expect_eq(sum(rsdp, 36), 0);

	xsdt = table(x, "XSDT");
	cr_expect_eq(read_le(xsdt + 4, 4), 36 + 2 * 8);
	cr_expect_eq(read_le(xsdt + 36, 8), x86_piece(x, "FADT")->at.at);
	cr_expect_eq(read_le(xsdt + 44, 8), x86_piece(x, "MADT")->at.at);
	x86_plan_free(x);
}

Test(acpi, every_table_sums_up_to_zero_and_says_whose_it_is)
{
	static const char *const names[][2] = {
		{ "XSDT", "XSDT" }, { "FADT", "FACP" },
		{ "MADT", "APIC" }, { "DSDT", "DSDT" },
	};
	struct x86_plan *x = x86_plan_new();

	add_device(x, &serial_port);
	x86_plan_boot(x);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const unsigned char *t = table(x, names[i][0]);
		size_t len = x86_piece(x, names[i][0])->at.len;

		cr_expect_eq(memcmp(t, names[i][1], 4), 0);
		cr_expect_eq(read_le(t + 4, 4), len);
		cr_expect_eq(sum(t, len), 0);
		cr_expect_eq(memcmp(t + 10, "QVM   QVMTABLE", 14), 0);
	}
	x86_plan_free(x);
}

Test(acpi, the_fadt_describes_a_reduced_machine_without_pc_devices)
{
	static const unsigned char gas_603[] = { 1, 8, 0, 1, 3, 6, 0, 0, 0, 0, 0, 0 };
	static const unsigned char gas_600[] = { 1, 8, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0 };
	static const unsigned char gas_601[] = { 1, 8, 0, 1, 1, 6, 0, 0, 0, 0, 0, 0 };
	struct x86_plan *x = x86_plan_new();
	const unsigned char *fadt;

	x86_plan_boot(x);
	fadt = table(x, "FADT");
	cr_expect_eq(fadt[8], 6);
	cr_expect_eq(fadt[131], 4);
	cr_expect_eq(read_le(fadt + 36, 4), 0);               /* no FACS */
	cr_expect_eq(read_le(fadt + 40, 4), x86_piece(x, "DSDT")->at.at);
	cr_expect_eq(read_le(fadt + 140, 8), x86_piece(x, "DSDT")->at.at);
	cr_expect_eq(read_le(fadt + 109, 2), 0x24);           /* no VGA, no clock */
	cr_expect_eq(read_le(fadt + 112, 4), 0x100435);
	expect_bytes(fadt + 116, gas_603, 12, "reset register");
	cr_expect_eq(fadt[128], 1);                           /* reset value */
	expect_bytes(fadt + 244, gas_600, 12, "sleep control");
	expect_bytes(fadt + 256, gas_601, 12, "sleep status");
	x86_plan_free(x);
}

Test(acpi, registers_in_memory_are_told_as_memory)
{
	static const unsigned char gas[] = { 0, 8, 0, 1, 3, 0, 0, 0xd0, 0, 0, 0, 0 };
	struct x86_plan *x = x86_plan_new();

	x->conf.tables.at = (struct conf_at){
		.node = &x->node, .space = CONF_SPACE_MMIO, .mmio = 0xd0000000,
	};
	x86_plan_boot(x);
	expect_bytes(table(x, "FADT") + 116, gas, 12, "reset register");
	x86_plan_free(x);
}

Test(acpi, the_madt_lists_each_vcpu_the_io_apic_and_the_nmi)
{
	static const unsigned char rest[] = {
		0, 0, 0xe0, 0xfe, 0, 0, 0, 0,              /* local APIC, flags */
		0, 8, 0, 0, 1, 0, 0, 0,
		0, 8, 1, 1, 1, 0, 0, 0,
		1, 12, 0, 0, 0, 0, 0xc0, 0xfe, 0, 0, 0, 0,
		4, 6, 0xff, 0, 0, 1,
	};
	struct x86_plan *x = x86_plan_new();

	x->conf.cpus.n = 2;
	x86_plan_boot(x);
	cr_assert_eq(x86_piece(x, "MADT")->at.len, 36 + sizeof(rest));
	expect_bytes(table(x, "MADT") + 36, rest, sizeof(rest), "MADT");
	x86_plan_free(x);
}

Test(acpi, a_pit_has_its_line)
{
	static const unsigned char override[] = { 2, 10, 0, 0, 2, 0, 0, 0, 0, 0 };
	struct x86_plan *x = x86_plan_new();

	x->conf.irqchip.pit = CONF_PIT_KERNEL;
	x86_plan_boot(x);
	expect_bytes(table(x, "MADT") + 36 + 8 + 8 + 12, override,
		     sizeof(override), "override");
	x86_plan_free(x);
}

Test(acpi, none_is_none)
{
	struct x86_plan *x = x86_plan_new();

	x->conf.tables.acpi = CONF_ACPI_NONE;
	x86_plan_boot(x);
	cr_assert_eq(x->report.n, 0);
	cr_expect_null(x86_piece(x, "RSDP"));
	cr_expect_eq(x->plan.acpi_rsdp, 0);
	cr_expect_eq(x->plan.n_e820, 3);
	x86_plan_free(x);
}

Test(acpi, tables_without_room_are_refused)
{
	struct x86_plan *x = x86_plan_bare();

	x86_memory(x, PLAN_RAM, 0, 16 * MIB);
	x86_memory(x, PLAN_RESERVE, 0x1000, 16 * MIB - 0x1000);
	x86_plan_boot(x);
	cr_assert_geq(x->report.n, 1);
	cr_expect_str_eq(x->report.item[0].rule, "tables-fit");
	x86_plan_free(x);
}

/* ---- the interpreted table -------------------------------------------------- */

static const unsigned char aml_s5[] = {
	0x08, '_', 'S', '5', '_',             /* Name (_S5, */
	0x12, 0x07, 0x04, 0x0a, 5, 0, 0, 0,   /* Package () { 5, 0, 0, 0 } */
};

static const unsigned char aml_button[] = {
	0x5b, 0x82, 0x0f, 'P', 'W', 'R', 'B',           /* Device (PWRB) */
	0x08, '_', 'H', 'I', 'D', 0x0c, 0x41, 0xd0, 0x0c, 0x0c, /* PNP0C0C */
};

static const unsigned char aml_events[] = {
	0x5b, 0x82, 0x41, 0x06, 'G', 'E', 'D', '_',
	0x08, '_', 'H', 'I', 'D',
	0x0d, 'A', 'C', 'P', 'I', '0', '0', '1', '3', 0,
	0x08, '_', 'U', 'I', 'D', 0x00,
	0x08, '_', 'C', 'R', 'S', 0x11, 0x0e, 0x0a, 0x0b,
	0x89, 6, 0, 0x03, 1, 9, 0, 0, 0,                /* edge, line 9 */
	0x79, 0,
	0x5b, 0x80, 'R', 'E', 'G', 'S', 0x01, 0x0b, 0x02, 0x06, 0x01,
	0x5b, 0x81, 0x0b, 'R', 'E', 'G', 'S', 0x01, 'E', 'V', 'N', 'T', 8,
	0x14, 0x19, '_', 'E', 'V', 'T', 0x09,           /* 1 argument, serialized */
	0x70, 'E', 'V', 'N', 'T', 0x60,                 /* Local0 = EVNT */
	0xa0, 0x0c, 0x7b, 0x60, 0x01, 0x00,             /* If (Local0 & 1) */
	0x86, 'P', 'W', 'R', 'B', 0x0a, 0x80,           /* Notify (PWRB, 0x80) */
};

static const unsigned char aml_serial[] = {
	0x5b, 0x82, 0x31, 'D', '0', '0', '0',
	0x08, '_', 'H', 'I', 'D', 0x0c, 0x41, 0xd0, 0x05, 0x01,
	0x08, '_', 'U', 'I', 'D', 0x00,
	0x08, '_', 'C', 'R', 'S', 0x11, 0x16, 0x0a, 0x13,
	0x47, 1, 0xf8, 0x03, 0xf8, 0x03, 1, 8,
	0x89, 6, 0, 0x03, 1, 4, 0, 0, 0,
	0x79, 0,
};

Test(acpi, the_dsdt_holds_s5_the_button_the_events_and_the_devices)
{
	static const unsigned char scope[] = {
		0x10, 0x4d, 0x0a, '_', 'S', 'B', '_',
	};
	struct x86_plan *x = x86_plan_new();
	const unsigned char *aml;

	add_device(x, &serial_port);
	add_device(x, &hidden);
	x86_plan_boot(x);
	aml = table(x, "DSDT");
	cr_expect_eq(aml[8], 2); /* integers of 64 bits */
	aml += 36;
	expect_bytes(aml, aml_s5, sizeof(aml_s5), "_S5");
	aml += sizeof(aml_s5);
	expect_bytes(aml, scope, sizeof(scope), "scope");
	aml += sizeof(scope);
	expect_bytes(aml, aml_button, sizeof(aml_button), "button");
	aml += sizeof(aml_button);
	expect_bytes(aml, aml_events, sizeof(aml_events), "events");
	aml += sizeof(aml_events);
	expect_bytes(aml, aml_serial, sizeof(aml_serial), "serial");
	cr_expect_eq(x86_piece(x, "DSDT")->at.len,
		     36 + sizeof(aml_s5) + sizeof(scope) + sizeof(aml_button) +
			     sizeof(aml_events) + sizeof(aml_serial));
	x86_plan_free(x);
}

/* True if `bytes` are somewhere in the DSDT. */
static bool dsdt_holds(const struct x86_plan *x, const unsigned char *bytes,
		       size_t len)
{
	return memmem(table(x, "DSDT"), x86_piece(x, "DSDT")->at.len, bytes,
		      len) != NULL;
}

Test(acpi, each_resource_has_the_descriptor_that_holds_it)
{
	static const unsigned char low[] = {
		0x86, 9, 0, 1, 0, 0, 0, 0xd0, 0, 2, 0, 0,
	};
	static const unsigned char high[] = {
		0x8a, 43, 0, 0, 0x0d, 1,
		0, 0, 0, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0x20, 0, 0, 0,
		0xff, 0xff, 0, 0, 0x20, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0,
		0, 0, 1, 0, 0, 0, 0, 0,
	};
	static const unsigned char level_shared[] = {
		0x89, 6, 0, 0x09, 1, 0x2c, 1, 0, 0,
	};
	static const unsigned char many_ports[] = {
		0x88, 13, 0, 1, 0x0d, 3,
		0, 0, 0x00, 0xc0, 0xff, 0xc1, 0, 0, 0, 2, 0x79, 0,
	};
	struct x86_plan *x = x86_plan_new();

	add_device(x, &disk);
	add_device(x, &ports);
	x86_plan_boot(x);
	cr_expect(dsdt_holds(x, low, sizeof(low)));
	cr_expect(dsdt_holds(x, high, sizeof(high)));
	cr_expect(dsdt_holds(x, level_shared, sizeof(level_shared)));
	cr_expect(dsdt_holds(x, many_ports, sizeof(many_ports)));
	cr_expect(dsdt_holds(x, (const unsigned char *)"\x0dLNRO0005", 10));
	x86_plan_free(x);
}

Test(acpi, as_many_devices_as_a_plan_holds_fit_the_tables)
{
	struct x86_plan *x = x86_plan_new();

	while (x->plan.n_device < PLAN_DEVICES_MAX)
		add_device(x, &disk);
	x86_plan_boot(x);
	cr_assert_eq(x->report.n, 0);
	cr_expect_eq(sum(table(x, "DSDT"), x86_piece(x, "DSDT")->at.len), 0);
	x86_plan_free(x);
}
