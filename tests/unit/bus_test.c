/* SPDX-License-Identifier: Apache-2.0 */
/* Who answers which access. Rows answer with the address that they saw. */
#include "qvm/bus/bus.h"

#include <criterion/criterion.h>

static struct bus bus;
static const struct bus_row *answered;

static enum bus_answer answer(const struct bus_row *row, struct bus_access *a)
{
	answered = row;
	a->value = a->address;
	return BUS_DONE;
}

static void add(enum bus_space space, uint64_t at, uint64_t len,
		const char *name)
{
	const struct bus_row row = { .range = { at, len },
				     .name = name,
				     .answer = answer,
				     .space = (uint8_t)space };

	cr_assert_eq(bus_add(&bus, &row), 0);
}

/* The name of who answers, or "". */
static const char *who(enum bus_space space, uint64_t address, uint8_t width)
{
	struct bus_access a = { .address = address,
				.space = (uint8_t)space,
				.width = width };
	enum bus_answer got;

	answered = NULL;
	got = bus_access(&bus, &a);
	if (got == BUS_NOTHING) {
		cr_expect_null(answered, "somebody was asked");
		cr_expect_eq(a.row, BUS_ROWS_MAX);
		return "";
	}
	cr_assert_eq(got, BUS_DONE);
	cr_expect_eq(a.value, address);
	cr_expect_eq(&bus.row[a.row], answered);
	return answered->name;
}

static void begin(void)
{
	bus_init(&bus);
}

TestSuite(bus, .init = begin);

Test(bus, an_empty_bus_has_nobody)
{
	bus_freeze(&bus);
	cr_expect_str_eq(who(BUS_PORT, 0, 1), "");
	cr_expect_str_eq(who(BUS_PORT, 0xffff, 1), "");
	cr_expect_str_eq(who(BUS_MEMORY, 0, 1), "");
	cr_expect_str_eq(who(BUS_MEMORY, UINT64_MAX, 1), "");
}

Test(bus, ports_are_found_from_first_to_last)
{
	add(BUS_PORT, 0x3f8, 8, "serial");
	add(BUS_PORT, 0x400, 1, "next");
	bus_freeze(&bus);
	cr_expect_str_eq(who(BUS_PORT, 0x3f7, 1), "");
	cr_expect_str_eq(who(BUS_PORT, 0x3f8, 1), "serial");
	cr_expect_str_eq(who(BUS_PORT, 0x3ff, 1), "serial");
	cr_expect_str_eq(who(BUS_PORT, 0x400, 1), "next");
	cr_expect_str_eq(who(BUS_PORT, 0x401, 1), "");
}

Test(bus, a_range_of_ports_may_cross_its_blocks)
{
	add(BUS_PORT, 0xfe, 0x204, "wide");
	bus_freeze(&bus);
	cr_expect_str_eq(who(BUS_PORT, 0xfd, 1), "");
	cr_expect_str_eq(who(BUS_PORT, 0xfe, 4), "wide");
	cr_expect_str_eq(who(BUS_PORT, 0x1ff, 2), "wide");
	cr_expect_str_eq(who(BUS_PORT, 0x301, 1), "wide");
	cr_expect_str_eq(who(BUS_PORT, 0x302, 1), "");
}

Test(bus, the_first_and_the_last_port_may_be_taken)
{
	add(BUS_PORT, 0, 1, "first");
	add(BUS_PORT, 0xffff, 1, "last");
	bus_freeze(&bus);
	cr_expect_str_eq(who(BUS_PORT, 0, 1), "first");
	cr_expect_str_eq(who(BUS_PORT, 0xffff, 1), "last");
	cr_expect_str_eq(who(BUS_PORT, 0, 2), "");
	cr_expect_str_eq(who(BUS_PORT, 0xffff, 4), "");
}

Test(bus, an_access_that_leaves_a_window_is_one_to_nothing)
{
	add(BUS_PORT, 0x10, 4, "low");
	add(BUS_PORT, 0x14, 4, "high");
	add(BUS_MEMORY, 0x1000, 0x10, "window");
	bus_freeze(&bus);
	cr_expect_str_eq(who(BUS_PORT, 0x12, 2), "low");
	cr_expect_str_eq(who(BUS_PORT, 0x13, 2), "");
	cr_expect_str_eq(who(BUS_PORT, 0x16, 4), "");
	cr_expect_str_eq(who(BUS_PORT, 0xf, 4), "");
	cr_expect_str_eq(who(BUS_MEMORY, 0x1008, 8), "window");
	cr_expect_str_eq(who(BUS_MEMORY, 0x1009, 8), "");
	cr_expect_str_eq(who(BUS_MEMORY, 0xfff, 2), "");
}

Test(bus, memory_is_found_whatever_order_it_was_added_in)
{
	static const char *const names[] = { "0", "1", "2", "3", "4", "5", "6" };
	static const uint8_t order[] = { 4, 0, 6, 2, 1, 5, 3 };

	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		add(BUS_MEMORY, 0x10000u * (order[i] + 1u), 0x100,
		    names[order[i]]);
	bus_freeze(&bus);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		uint64_t at = 0x10000u * (i + 1);

		cr_expect_str_eq(who(BUS_MEMORY, at, 4), names[i]);
		cr_expect_str_eq(who(BUS_MEMORY, at + 0xff, 1), names[i]);
		cr_expect_str_eq(who(BUS_MEMORY, at - 1, 1), "");
		cr_expect_str_eq(who(BUS_MEMORY, at + 0x100, 1), "");
	}
}

Test(bus, neighbours_in_memory_are_told_apart)
{
	add(BUS_MEMORY, 0x2000, 0x1000, "high");
	add(BUS_MEMORY, 0x1000, 0x1000, "low");
	bus_freeze(&bus);
	cr_expect_str_eq(who(BUS_MEMORY, 0x1fff, 1), "low");
	cr_expect_str_eq(who(BUS_MEMORY, 0x2000, 1), "high");
	cr_expect_str_eq(who(BUS_MEMORY, 0x1fff, 2), "");
}

Test(bus, a_window_may_end_at_the_very_top)
{
	add(BUS_MEMORY, UINT64_MAX - 0xf, 0x10, "top");
	add(BUS_MEMORY, 0, 0x10, "bottom");
	bus_freeze(&bus);
	cr_expect_str_eq(who(BUS_MEMORY, UINT64_MAX, 1), "top");
	cr_expect_str_eq(who(BUS_MEMORY, UINT64_MAX - 7, 8), "top");
	cr_expect_str_eq(who(BUS_MEMORY, UINT64_MAX, 8), "");
	cr_expect_str_eq(who(BUS_MEMORY, UINT64_MAX - 0x10, 1), "");
}

Test(bus, ports_and_memory_are_two_spaces)
{
	add(BUS_PORT, 0x80, 4, "port");
	add(BUS_MEMORY, 0x100, 4, "memory");
	bus_freeze(&bus);
	cr_expect_str_eq(who(BUS_MEMORY, 0x80, 1), "");
	cr_expect_str_eq(who(BUS_PORT, 0x100, 1), "");
}

Test(bus, a_full_table_refuses_one_more)
{
	const struct bus_row row = { .range = { 0x900000, 1 },
				     .name = "one too many",
				     .answer = answer,
				     .space = BUS_MEMORY };

	for (uint64_t i = 0; i < BUS_ROWS_MAX; i++)
		add(BUS_MEMORY, i * 0x1000, 0x10, "row");
	cr_expect_neq(bus_add(&bus, &row), 0);
	bus_freeze(&bus);
	cr_expect_str_eq(who(BUS_MEMORY, 0x900000, 1), "");
	cr_expect_str_eq(who(BUS_MEMORY, 0xff000, 1), "row");
}

Test(bus, ports_may_lie_in_every_block)
{
	for (uint64_t i = 0; i < 256; i++)
		add(BUS_PORT, i * 0x100, 1, "port");
	bus_freeze(&bus);
	for (uint64_t i = 0; i < 256; i++) {
		cr_expect_str_eq(who(BUS_PORT, i * 0x100, 1), "port");
		cr_expect_str_eq(who(BUS_PORT, i * 0x100 + 1, 1), "");
	}
}
