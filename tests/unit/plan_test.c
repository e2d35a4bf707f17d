/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conflicts of a plan, with their whole messages: both parties, both values,
 * and the way out. The plan is built by hand; nothing is read.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "conf/node.h"
#include "conf/util/util.h"
#include "qvm/plan/parts.h"

static struct arena arena;
static struct conf_report report;
static struct conf_node node[4]; /* lines 1 to 4 of a file */
static struct conf_absent absent[4];
static struct conf conf;
static struct plan *plan;

static void begin(void)
{
	arena_init(&arena);
	report_init(&report, &arena);
	for (size_t i = 0; i < ARRAY_LEN(node); i++)
		node[i] = (struct conf_node){ .path = "test.qvmconf",
					      .line = (uint32_t)i + 1,
					      .column = 3 };
	conf = (struct conf){ .node = &node[0],
			      .arena = &arena,
			      .boot.node = &node[3],
			      .absent = { absent, ARRAY_LEN(absent) } };
	plan = arena_new(&arena, sizeof(*plan));
	plan->conf = &conf;
	plan->arena = &arena;
	plan->address_bits = 46;
}

static void end(void)
{
	arena_fini(&arena);
}

TestSuite(plan, .init = begin, .fini = end);

static void add(enum plan_kind kind, const char *name, uint64_t at,
		uint64_t len, const struct conf_node *where)
{
	plan_add_range(plan, &plan->memory,
		       (struct plan_range){ .range = { at, len },
					    .kind = kind,
					    .name = name,
					    .node = where },
		       &report);
}

/* The one finding there is. */
static const struct conf_finding *only(const char *rule)
{
	cr_assert_eq(report.n, 1, "%zu findings", report.n);
	cr_expect_str_eq(report.item[0].rule, rule);
	return &report.item[0];
}

static void silent(void)
{
	plan_conflicts(plan, &report);
	cr_expect_eq(report.n, 0, "%s", report.n > 0 ?
		     report.item[0].message : "");
}

/* ---- memory ---------------------------------------------------------------- */

Test(plan, an_empty_plan_has_no_conflict)
{
	silent();
}

Test(plan, touching_ranges_are_no_conflict)
{
	add(PLAN_RAM, "ram", 0, 0x1000, &node[0]);
	add(PLAN_ROM, "rom", 0x1000, 0x1000, &node[1]);
	silent();
}

Test(plan, an_overlap_names_both_sides_and_where_the_ram_must_end)
{
	const struct conf_finding *f;

	add(PLAN_RAM, "ram", 0x40000000, 0x10000000, &node[0]);
	add(PLAN_WINDOW, "vdev console", 0x4f000000, 0x1000, &node[2]);
	plan_conflicts(plan, &report);
	f = only("no-overlap");
	cr_expect_str_eq(f->message,
			 "ram 0x40000000..0x4fffffff overlaps vdev console "
			 "0x4f000000..0x4f000fff");
	cr_expect_str_eq(f->fix, "move one of them, or end the ram at "
				 "0x4effffff");
	cr_expect_eq(f->place.line, 1);
	cr_expect_eq(f->related.line, 3);
}

Test(plan, ram_that_begins_where_a_window_does_can_only_move)
{
	add(PLAN_RAM, "ram", 0x1000, 0x2000, &node[0]);
	add(PLAN_WINDOW, "vdev console", 0x1000, 0x1000, &node[1]);
	plan_conflicts(plan, &report);
	cr_expect_str_eq(only("no-overlap")->fix, "move one of them");
}

Test(plan, what_is_not_from_the_file_is_the_other_side)
{
	const struct conf_finding *f;

	add(PLAN_CHIP, "I/O APIC", 0xfec00000, 0x1000, NULL);
	add(PLAN_ROM, "rom", 0xfec00000, 0x2000, &node[1]);
	plan_conflicts(plan, &report);
	f = only("no-overlap");
	cr_expect_str_eq(f->message, "rom 0xfec00000..0xfec01fff overlaps "
				     "I/O APIC 0xfec00000..0xfec00fff");
	cr_expect_eq(f->place.line, 2);
	cr_expect_null(f->related.path);
}

Test(plan, one_shared_byte_at_the_top_is_a_conflict)
{
	add(PLAN_RAM, "ram", 0, UINT64_MAX, &node[0]);
	add(PLAN_ROM, "rom", UINT64_MAX - 1, 2, &node[1]);
	plan_conflicts(plan, &report);
	cr_expect_str_eq(only("no-overlap")->message,
			 "ram 0x0..0xfffffffffffffffe overlaps rom "
			 "0xfffffffffffffffe..0xffffffffffffffff");
}

Test(plan, a_reserve_may_lie_in_ram_or_in_nothing)
{
	add(PLAN_RAM, "ram", 0, 0x100000, &node[0]);
	add(PLAN_RESERVE, "reserve", 0xa0000, 0x60000, &node[1]);
	add(PLAN_RESERVE, "reserve", 0x200000, 0x1000, &node[2]);
	silent();
}

Test(plan, a_reserve_half_in_ram_is_a_conflict)
{
	add(PLAN_RAM, "ram", 0, 0x100000, &node[0]);
	add(PLAN_RESERVE, "reserve", 0xff000, 0x2000, &node[1]);
	plan_conflicts(plan, &report);
	cr_expect_str_eq(only("no-overlap")->message,
			 "ram 0x0..0xfffff overlaps reserve "
			 "0xff000..0x100fff");
}

Test(plan, a_reserve_in_a_rom_is_a_conflict)
{
	add(PLAN_ROM, "rom", 0, 0x100000, &node[0]);
	add(PLAN_RESERVE, "reserve", 0x1000, 0x1000, &node[1]);
	plan_conflicts(plan, &report);
	cr_expect_str_eq(only("no-overlap")->fix,
			 "a reserve lies inside one ram, or in nothing");
}

Test(plan, two_reserves_on_one_byte_are_a_conflict)
{
	add(PLAN_RAM, "ram", 0, 0x100000, &node[0]);
	add(PLAN_RESERVE, "reserve", 0x1000, 0x1000, &node[1]);
	add(PLAN_RESERVE, "reserve", 0x1fff, 0x1000, &node[2]);
	plan_conflicts(plan, &report);
	only("no-overlap");
}

Test(plan, each_pair_that_overlaps_is_told)
{
	add(PLAN_RAM, "ram", 0, 0x3000, &node[0]);
	add(PLAN_ROM, "rom", 0x1000, 0x1000, &node[1]);
	add(PLAN_WINDOW, "vdev a", 0x2000, 0x1000, &node[2]);
	plan_conflicts(plan, &report);
	cr_expect_eq(report.n, 2);
}

Test(plan, ports_conflict_as_memory_does)
{
	for (size_t i = 0; i < 2; i++)
		plan_add_range(plan, &plan->port,
			       (struct plan_range){ .range = { 0x3f8 + i, 8 },
						    .kind = PLAN_ABSENT,
						    .name = "absent",
						    .node = &node[i] },
			       &report);
	plan_conflicts(plan, &report);
	cr_expect_str_eq(only("no-overlap")->message,
			 "absent 0x3f8..0x3ff overlaps absent 0x3f9..0x400");
}

Test(plan, a_port_and_an_address_of_one_number_are_no_conflict)
{
	add(PLAN_RAM, "ram", 0, 0x1000, &node[0]);
	plan_add_range(plan, &plan->port,
		       (struct plan_range){ .range = { 0, 8 },
					    .kind = PLAN_ABSENT,
					    .name = "absent",
					    .node = &node[1] },
		       &report);
	silent();
}

Test(plan, a_full_space_says_so)
{
	for (uint64_t i = 0; i < PLAN_RANGES_MAX; i++)
		add(PLAN_RAM, "ram", i * 0x1000, 0x1000, &node[0]);
	cr_expect_eq(report.n, 0);
	add(PLAN_ROM, "rom", 0x10000000, 0x1000, &node[1]);
	cr_expect_not_null(strstr(only("too-many")->message, "256"));
	cr_expect_eq(plan->memory.n, PLAN_RANGES_MAX);
}

/* ---- lines, registers ------------------------------------------------------ */

static void line(uint32_t number, bool shared, const char *name,
		 const struct conf_node *where)
{
	plan->line[plan->n_line++] = (struct plan_line){
		.line = number, .shared = shared, .name = name, .node = where
	};
}

Test(plan, two_drivers_of_one_line_are_a_conflict)
{
	const struct conf_finding *f;

	line(4, false, "vdev console", &node[0]);
	line(5, false, "vdev other", &node[1]);
	line(4, false, "vdev modem", &node[2]);
	plan_conflicts(plan, &report);
	f = only("irq-once");
	cr_expect_str_eq(f->message, "vdev console and vdev modem both drive "
				     "interrupt line 4");
	cr_expect_eq(f->place.line, 3);
	cr_expect_eq(f->related.line, 1);
	cr_expect_not_null(strstr(f->fix, "shared: true"));
}

Test(plan, a_line_that_both_share_is_no_conflict)
{
	line(4, true, "vdev console", &node[0]);
	line(4, true, "vdev modem", &node[1]);
	silent();
}

Test(plan, a_line_that_one_shares_is_a_conflict)
{
	line(4, true, "vdev console", &node[0]);
	line(4, false, "vdev modem", &node[1]);
	plan_conflicts(plan, &report);
	only("irq-once");
}

Test(plan, a_register_declared_twice_is_a_conflict)
{
	const struct conf_finding *f;

	absent[1].node = &node[1];
	absent[2].node = &node[2];
	plan->msr[0] = (struct plan_msr){ .index = 0xc0010007, .absent = 1 };
	plan->msr[1] = (struct plan_msr){ .index = 0xc0010007, .absent = 2 };
	plan->n_msr = 2;
	plan_conflicts(plan, &report);
	f = only("no-overlap");
	cr_expect_str_eq(f->message, "MSR 0xc0010007 is declared absent twice");
	cr_expect_eq(f->place.line, 3);
	cr_expect_eq(f->related.line, 2);
}

/* ---- pieces ---------------------------------------------------------------- */

static void piece(const char *name, uint64_t at, uint64_t len)
{
	plan->piece[plan->n_piece++] =
		(struct plan_piece){ .name = name, .at = { at, len } };
}

Test(plan, pieces_lie_in_ram_or_rom)
{
	add(PLAN_RAM, "ram", 0, 0x1000, &node[0]);
	add(PLAN_ROM, "rom", 0x1000, 0x1000, &node[1]);
	piece("kernel", 0, 0x1000);
	piece("bios", 0x1800, 0x800);
	plan_check_pieces(plan, &report);
	cr_expect_eq(report.n, 0);
}

Test(plan, a_piece_over_two_ranges_is_refused)
{
	add(PLAN_RAM, "ram", 0, 0x1000, &node[0]);
	add(PLAN_RAM, "ram", 0x1000, 0x1000, &node[1]);
	piece("kernel", 0x800, 0x1000);
	plan_check_pieces(plan, &report);
	cr_expect_str_eq(only("piece-inside")->message,
			 "kernel 0x800..0x17ff does not lie inside one ram or "
			 "rom");
}

Test(plan, a_piece_in_a_window_is_refused)
{
	add(PLAN_WINDOW, "vdev a", 0, 0x1000, &node[0]);
	piece("kernel", 0, 0x10);
	plan_check_pieces(plan, &report);
	only("piece-inside");
}

Test(plan, two_pieces_on_one_byte_are_refused)
{
	add(PLAN_RAM, "ram", 0, 0x10000, &node[0]);
	piece("kernel", 0, 0x1001);
	piece("initrd", 0x1000, 0x1000);
	plan_check_pieces(plan, &report);
	cr_expect_str_eq(only("no-overlap")->message,
			 "kernel 0x0..0x1000 overlaps initrd 0x1000..0x1fff");
}

Test(plan, what_holds_a_span_is_found_by_its_kind)
{
	const struct range inside = { 0x100, 0x10 }, across = { 0xff8, 0x10 };

	add(PLAN_RESERVE, "reserve", 0, 0x1000, &node[0]);
	add(PLAN_RAM, "ram", 0, 0x1000, &node[1]);
	cr_expect_str_eq(plan_holding(&plan->memory, inside,
				      1u << PLAN_RAM)->name, "ram");
	cr_expect_null(plan_holding(&plan->memory, inside, 1u << PLAN_ROM));
	cr_expect_null(plan_holding(&plan->memory, across, 1u << PLAN_RAM));
	cr_expect_null(plan_holding(&plan->memory, (struct range){ 0, 0 },
				    1u << PLAN_RAM));
}
