/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ACPI tables before a compiler of another house: it must take them apart,
 * build them again without a remark, and come to the same bytes. Skipped, with
 * the reason, where the compiler is not there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "x86_devices.h"

static void expect_bytes(const unsigned char *got, const unsigned char *want,
			 size_t len, const char *what)
{
	for (size_t i = 0; i < len; i++)
		cr_assert_eq(got[i], want[i], "%s, byte %zu: 0x%02x, not 0x%02x",
			     what, i, got[i], want[i]);
}

static void save(const char *dir, const char *name, const void *bytes, size_t len)
{
	char path[128];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s.aml", dir, name);
	out = fopen(path, "wb");
	cr_assert_not_null(out);
	cr_assert_eq(fwrite(bytes, 1, len, out), len);
	cr_assert_eq(fclose(out), 0);
}

/* Takes NAME.aml apart and builds again/NAME.aml from its source. What the
 * compiler says besides "nothing to remark" is shown and fails. */
static void rebuild(const char *dir, const char *name)
{
	char command[512];

	snprintf(command, sizeof(command),
		 "cd %s && mkdir -p again && iasl -d %s.aml >log 2>&1 && "
		 "iasl -we -p again/%s %s.dsl >>log 2>&1 && "
		 "! grep -E '(Error|Warning|Remark) |[1-9][0-9]* "
		 "(Errors|Warnings|Remarks)' log || { cat log >&2; false; }",
		 dir, name, name, name);
	cr_assert_eq(system(command), 0, "%s", name);
}

/* The header names its compiler, and so its checksum differs. */
static void expect_same(const char *dir, const char *name,
			const unsigned char *bytes, size_t len)
{
	unsigned char again[8192];
	char path[128];
	FILE *in;

	snprintf(path, sizeof(path), "%s/again/%s.aml", dir, name);
	in = fopen(path, "rb");
	cr_assert_not_null(in);
	cr_assert_eq(fread(again, 1, sizeof(again), in), len, "%s", name);
	fclose(in);
	expect_bytes(bytes + 36, again + 36, len - 36, name);
}

static void compile_all(const struct x86_plan *x)
{
	static const char *const names[] = { "XSDT", "FADT", "MADT", "DSDT" };
	char dir[] = "/tmp/acpi-XXXXXX", command[64];

	cr_assert_not_null(mkdtemp(dir));
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct plan_piece *piece = x86_piece(x, names[i]);

		save(dir, names[i], piece->bytes, piece->at.len);
		rebuild(dir, names[i]);
		expect_same(dir, names[i], piece->bytes, piece->at.len);
	}
	snprintf(command, sizeof(command), "rm -r %s", dir);
	cr_assert_eq(system(command), 0);
}

static void need_compiler(void)
{
	if (system("iasl -v >/dev/null 2>&1") != 0)
		cr_skip_test("iasl (package acpica-tools) is not there");
}

Test(acpi_iasl, a_compiler_builds_the_same_tables_without_a_remark)
{
	struct x86_plan *x = x86_plan_new();

	need_compiler();
	add_device(x, &serial_port);
	add_device(x, &disk);
	add_device(x, &ports);
	add_device(x, &hidden);
	x->conf.cpus.n = PLAN_VCPUS_MAX;
	x->conf.irqchip.pit = CONF_PIT_KERNEL;
	x86_plan_boot(x);
	compile_all(x);
	x86_plan_free(x);
}

Test(acpi_iasl, a_compiler_agrees_to_the_largest_machine)
{
	struct x86_plan *x = x86_plan_new();

	need_compiler();
	while (x->plan.n_device < PLAN_DEVICES_MAX / 2)
		add_device(x, &serial_port);
	x->conf.tables.at = (struct conf_at){
		.node = &x->node, .space = CONF_SPACE_MMIO, .mmio = 0xd0000000,
	};
	x86_plan_boot(x);
	compile_all(x);
	x86_plan_free(x);
}
