/* SPDX-License-Identifier: Apache-2.0 */
/*
 * x86_plan: a plan built by hand, for the tests of what x86 adds to a plan.
 *
 * The machine: 256 MiB of ram from 0 with the span of a PC's firmware reserved
 * in it, tables at port 0x600 on line 9, one vCPU, no device. Tests change the
 * configuration before x86_plan_chips, and the plan before x86_plan_boot.
 */
#ifndef QVM_TESTS_UNIT_X86_PLAN_H
#define QVM_TESTS_UNIT_X86_PLAN_H

#include <criterion/criterion.h>
#include <string.h>

#include "conf/node.h"
#include "qvm/plan/plan.h"

struct x86_plan {
	struct arena arena;
	struct conf_report report;
	struct conf_node node; /* stands for every place in the file */
	struct conf_thread cpu[PLAN_VCPUS_MAX];
	struct conf conf;
	struct plan plan;
	unsigned char head[PLAN_IMAGE_HEAD]; /* of the kernel */
};

static inline void x86_memory(struct x86_plan *x, enum plan_kind kind,
			      uint64_t at, uint64_t len)
{
	struct plan_range r = {
		.range = { at, len },
		.kind = kind,
		.name = kind == PLAN_RAM ? "ram"
			: kind == PLAN_ROM ? "rom" : "reserve",
		.node = &x->node,
	};

	plan_add_range(&x->plan, &x->plan.memory, r, &x->report);
}

/* A plan without memory. */
static inline struct x86_plan *x86_plan_bare(void)
{
	struct x86_plan *x = calloc(1, sizeof(*x));

	cr_assert_not_null(x);
	arena_init(&x->arena);
	report_init(&x->report, &x->arena);
	x->node = (struct conf_node){ .path = "test.qvmconf", .line = 1 };
	x->conf.node = &x->node;
	x->conf.arena = &x->arena;
	x->conf.cpus.item = x->cpu;
	x->conf.cpus.n = 1;
	x->conf.boot.node = &x->node;
	x->conf.boot.linux_.node = &x->node;
	x->conf.boot.linux_.cmdline = "console=ttyS0";
	x->conf.boot.linux_.kernel.node = &x->node;
	x->conf.boot.linux_.kernel.file = "vmlinuz";
	x->conf.tables = (struct conf_tables){
		.node = &x->node,
		.acpi = CONF_ACPI_REDUCED,
		.at = { .node = &x->node, .space = CONF_SPACE_IO, .io = 0x600 },
		.irq = 9,
	};
	x->plan.conf = &x->conf;
	x->plan.arena = &x->arena;
	x->plan.address_bits = 46;
	return x;
}

static inline struct x86_plan *x86_plan_new(void)
{
	struct x86_plan *x = x86_plan_bare();

	x86_memory(x, PLAN_RAM, 0, 256 * MIB);
	x86_memory(x, PLAN_RESERVE, 0xa0000, 384 * KIB);
	return x;
}

static inline void x86_plan_free(struct x86_plan *x)
{
	arena_fini(&x->arena);
	free(x);
}

/* Writes the kernel's header: `width` bytes, lowest first. */
static inline void x86_put(struct x86_plan *x, size_t at, uint64_t value,
			   size_t width)
{
	for (size_t i = 0; i < width; i++)
		x->head[at + i] = (unsigned char)(value >> 8 * i);
}

static inline void x86_plan_boot(struct x86_plan *x)
{
	arch_plan_boot(&x->plan, &x->report);
}

/* The only finding, by its rule; its message holds `text`. */
static inline void x86_finds(const struct x86_plan *x, const char *rule,
			     const char *text)
{
	cr_assert_eq(x->report.n, 1, "%zu findings", x->report.n);
	cr_assert_str_eq(x->report.item[0].rule, rule);
	cr_assert_not_null(strstr(x->report.item[0].message, text), "%s",
			   x->report.item[0].message);
	cr_assert_not_null(x->report.item[0].fix, "a finding says the way out");
}

static inline const struct plan_piece *x86_piece(const struct x86_plan *x,
						 const char *name)
{
	for (size_t i = 0; i < x->plan.n_piece; i++)
		if (strcmp(x->plan.piece[i].name, name) == 0)
			return &x->plan.piece[i];
	return NULL;
}

#endif
