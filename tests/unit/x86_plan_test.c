/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What x86 takes for itself in every plan: interrupt controllers, pages of
 * KVM, registers of the tables, and the bytes at the reset vector.
 */
#include "x86_plan.h"

Test(plan_reset, the_reset_vector_writes_the_reset_port_and_stays)
{
	static const unsigned char code[] = {
		0xba, 0x03, 0x06, 0xb0, 0x01, 0xee, 0xf4, 0xeb, 0xfd,
	};
	struct x86_plan *x = x86_plan_new();

	x86_plan_boot(x);
	cr_assert_arr_eq(x86_piece(x, "reset vector")->bytes, code, sizeof(code));
	x86_plan_free(x);
}

Test(plan_reset, the_reset_vector_reaches_a_register_in_memory)
{
	struct x86_plan *x = x86_plan_new();
	const unsigned char *code;
	uint32_t address;

	x->conf.tables.at = (struct conf_at){
		.node = &x->node, .space = CONF_SPACE_MMIO, .mmio = 0xd0000000,
	};
	x86_plan_boot(x);
	cr_expect_eq(x86_piece(x, "reset code")->at.at, 0xfff80);
	cr_expect_eq(x86_piece(x, "reset code")->at.len, 56);
	code = x86_piece(x, "reset code")->bytes;
	memcpy(&address, code + 24, 4);
	cr_expect_eq(address, 0xd0000003);
	cr_expect_eq(code[28], 1);
	x86_plan_free(x);
}

Test(plan_reset, the_reset_vector_is_not_put_where_nothing_was_reserved)
{
	struct x86_plan *x = x86_plan_bare();

	x86_memory(x, PLAN_RAM, 0, 256 * MIB);
	x86_plan_boot(x);
	cr_assert_eq(x->report.n, 0);
	cr_expect_null(x86_piece(x, "reset vector"));
	x86_plan_free(x);
}

static const struct plan_range *range_named(const struct plan_space *space,
					    const char *name)
{
	for (size_t i = 0; i < space->n; i++)
		if (strcmp(space->item[i].name, name) == 0)
			return &space->item[i];
	return NULL;
}

Test(plan_chips, what_kvm_answers_is_taken)
{
	struct x86_plan *x = x86_plan_bare();

	arch_plan_chips(&x->plan, &x->report);
	cr_assert_eq(x->report.n, 0);
	cr_expect_eq(x->plan.memory.n, 4);
	cr_expect_eq(range_named(&x->plan.memory, "I/O APIC")->range.at, 0xfec00000);
	cr_expect_eq(range_named(&x->plan.memory, "local APIC")->range.at, 0xfee00000);
	cr_expect_eq(range_named(&x->plan.memory, "TSS of KVM")->range.at, 0xfeffd000);
	cr_expect_eq(range_named(&x->plan.memory, "TSS of KVM")->range.len, 0x3000);
	cr_expect_eq(range_named(&x->plan.port, "tables")->range.at, 0x600);
	cr_expect_eq(range_named(&x->plan.port, "tables")->range.len, 4);
	cr_expect_eq(range_named(&x->plan.port, "tables")->kind, PLAN_TABLES);
	cr_expect_null(range_named(&x->plan.port, "PIT"));
	cr_assert_eq(x->plan.n_line, 1);
	cr_expect_eq(x->plan.line[0].line, 9);
	cr_expect_not(x->plan.line[0].level);
	cr_expect_eq(x->plan.line[0].device, PLAN_NO_DEVICE);
	x86_plan_free(x);
}

Test(plan_chips, a_pit_takes_its_ports)
{
	struct x86_plan *x = x86_plan_bare();

	x->conf.irqchip.pit = CONF_PIT_KERNEL;
	arch_plan_chips(&x->plan, &x->report);
	cr_expect_eq(range_named(&x->plan.port, "PIT")->range.at, 0x40);
	cr_expect_eq(range_named(&x->plan.port, "gate of the PIT")->range.at, 0x61);
	x86_plan_free(x);
}

Test(plan_chips, tables_in_memory_take_memory)
{
	struct x86_plan *x = x86_plan_bare();

	x->conf.tables.at = (struct conf_at){
		.node = &x->node, .space = CONF_SPACE_MMIO, .mmio = 0xd0000000,
	};
	arch_plan_chips(&x->plan, &x->report);
	cr_expect_null(range_named(&x->plan.port, "tables"));
	cr_expect_eq(range_named(&x->plan.memory, "tables")->range.at, 0xd0000000);
	x86_plan_free(x);
}

Test(plan_chips, tables_past_the_end_of_their_space_are_refused)
{
	struct x86_plan *x = x86_plan_bare();

	x->conf.tables.at.io = 0xfffd;
	arch_plan_chips(&x->plan, &x->report);
	cr_assert_eq(x->report.n, 1);
	cr_expect_str_eq(x->report.item[0].rule, "address-width");
	x86_plan_free(x);
}

Test(plan_chips, without_tables_there_are_no_registers)
{
	struct x86_plan *x = x86_plan_bare();

	x->conf.tables = (struct conf_tables){ .acpi = CONF_ACPI_NONE };
	arch_plan_chips(&x->plan, &x->report);
	cr_expect_null(range_named(&x->plan.port, "tables"));
	cr_expect_eq(x->plan.n_line, 0);
	x86_plan_free(x);
}
