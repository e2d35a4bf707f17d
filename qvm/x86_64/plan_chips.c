/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an x86 machine on KVM takes before the file takes anything: its
 * interrupt controllers, the pages that KVM itself needs, and the registers of
 * the tables. A file that puts something there gets a conflict with a name.
 *
 * Must never leave out an address that KVM answers: what is not listed here
 * looks free to the file, and a device there would never see an access.
 */
#include <inttypes.h>

#include "qvm/plan/plan.h"
#include "qvm/x86_64/acpi_regs.h"

/* Addresses: Intel SDM 3A 11.4.1, 82093AA 3.0; KVM: Documentation/virt/kvm
 * api.rst, KVM_SET_TSS_ADDR and KVM_SET_IDENTITY_MAP_ADDR. */
static const struct plan_range chips[] = {
	{ .range = { 0xfec00000, 0x1000 }, .kind = PLAN_CHIP, .name = "I/O APIC" },
	{ .range = { 0xfee00000, 0x1000 }, .kind = PLAN_CHIP, .name = "local APIC" },
	{ .range = { 0xfeffc000, 0x1000 }, .kind = PLAN_KVM, .name = "identity map of KVM" },
	{ .range = { 0xfeffd000, 0x3000 }, .kind = PLAN_KVM, .name = "TSS of KVM" },
};

/* Ports that KVM answers with every `irqchip: { kind: kernel }`. */
static const struct plan_range chip_ports[] = {
	{ .range = { 0x20, 2 }, .kind = PLAN_CHIP, .name = "PIC" },
	{ .range = { 0xa0, 2 }, .kind = PLAN_CHIP, .name = "second PIC" },
	{ .range = { 0x4d0, 2 }, .kind = PLAN_CHIP, .name = "trigger modes of the PICs" },
};

/* Ports that KVM answers with `pit: kernel`. */
static const struct plan_range pit_ports[] = {
	{ .range = { 0x40, 4 }, .kind = PLAN_CHIP, .name = "PIT" },
	{ .range = { 0x61, 1 }, .kind = PLAN_CHIP, .name = "gate of the PIT" },
};

static void add_rows(struct plan *p, struct plan_space *space,
		     const struct plan_range *row, size_t n,
		     struct conf_report *report)
{
	for (size_t i = 0; i < n; i++)
		plan_add_range(p, space, row[i], report);
}

static void add_tables_registers(struct plan *p, struct conf_report *report)
{
	const struct conf_at *at = &p->conf->tables.at;
	bool is_io = at->space == CONF_SPACE_IO;
	struct range space = { 0, UINT64_C(1) << (is_io ? 16 : p->address_bits) };
	struct plan_range registers = {
		.range = { is_io ? at->io : at->mmio, TABLES_REGS },
		.kind = PLAN_TABLES,
		.name = "tables",
		.node = at->node,
	};
	struct conf_finding *f;

	if (range_ok(registers.range) && range_holds(space, registers.range)) {
		plan_add_range(p, is_io ? &p->port : &p->memory, registers,
			       report);
		return;
	}
	f = report_find(report, node_place(at->node), "address-width",
			"the %d registers of the tables at 0x%" PRIx64
			" do not end below 0x%" PRIx64,
			TABLES_REGS, registers.range.at, range_last(space));
	finding_fix(report, f, "give them a lower address");
}

/* An edge-triggered line that no device of the file drives. */
static void add_line(struct plan *p, uint32_t line, const char *name,
		     const struct conf_node *node, struct conf_report *report)
{
	struct conf_finding *f;

	if (p->n_line < PLAN_LINES_MAX) {
		p->line[p->n_line++] = (struct plan_line){
			.line = line,
			.name = name,
			.node = node,
			.device = PLAN_NO_DEVICE,
		};
		return;
	}
	f = report_find(report, node_place(node), "too-many",
			"the file claims more than %d interrupt lines",
			PLAN_LINES_MAX);
	finding_fix(report, f, "declare fewer devices with interrupts");
}

/*
 * The line of the event register is edge-triggered: reading the register
 * clears it, each event is one pulse, and an edge needs no end-of-interrupt
 * notice from KVM, as a level would.
 */
static void add_tables_line(struct plan *p, struct conf_report *report)
{
	const struct conf_tables *tables = &p->conf->tables;

	add_line(p, (uint32_t)tables->irq, "tables", tables->node, report);
}

/* The pins of KVM's I/O APIC. [82093AA 3.2] */
static void check_lines(const struct plan *p, struct conf_report *report)
{
	enum { PINS = 24 };

	for (size_t i = 0; i < p->n_line; i++) {
		const struct plan_line *l = &p->line[i];

		if (l->line < PINS)
			continue;
		finding_fix(report,
			    report_find(report, node_place(l->node),
					"irq-range",
					"%s drives interrupt line %u, which "
					"the I/O APIC does not have",
					l->name, l->line),
			    "choose a line from 0 to %d", PINS - 1);
	}
}

void arch_plan_chips(struct plan *p, struct conf_report *report)
{
	add_rows(p, &p->memory, chips, ARRAY_LEN(chips), report);
	add_rows(p, &p->port, chip_ports, ARRAY_LEN(chip_ports), report);
	if (p->conf->irqchip.pit == CONF_PIT_KERNEL) {
		add_rows(p, &p->port, pit_ports, ARRAY_LEN(pit_ports), report);
		add_line(p, 0, "PIT", p->conf->irqchip.node, report);
	}

	/* Without `at:` (acpi: none) there are no registers. */
	if (p->conf->tables.at.node != NULL) {
		add_tables_registers(p, report);
		add_tables_line(p, report);
	}
	check_lines(p, report);
}
