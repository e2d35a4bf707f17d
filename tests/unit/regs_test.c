/* SPDX-License-Identifier: Apache-2.0 */
/* Register tables: what is let through, and what STORED registers keep. */
#include "qvm/bus/regs.h"

#include <criterion/criterion.h>

enum { BYTE, RO, WO, WIDE, ARRAY, MASKED };

static const struct vdev_reg rows[] = {
	[BYTE] = { .name = "BYTE", .doc = "", .offset = 0, .count = 1,
		   .size = 1, .widths = VDEV_W8, .direction = VDEV_RW,
		   .kind = VDEV_REG_CALLED },
	[RO] = { .name = "RO", .doc = "", .offset = 1, .count = 1, .size = 1,
		 .widths = VDEV_W8, .direction = VDEV_RO,
		 .kind = VDEV_REG_CALLED },
	[WO] = { .name = "WO", .doc = "", .offset = 2, .count = 1, .size = 1,
		 .widths = VDEV_W8, .direction = VDEV_WO,
		 .kind = VDEV_REG_CALLED },
	[WIDE] = { .name = "WIDE", .doc = "", .offset = 8, .count = 1,
		   .size = 8, .widths = VDEV_W8 | VDEV_W32 | VDEV_W64,
		   .direction = VDEV_RW, .kind = VDEV_REG_STORED,
		   .reset = 0x1122334455667788, .writable = UINT64_MAX },
	[ARRAY] = { .name = "ARRAY", .doc = "", .offset = 0x20, .count = 3,
		    .step = 8, .size = 4, .widths = VDEV_W16 | VDEV_W32,
		    .direction = VDEV_RW, .kind = VDEV_REG_STORED,
		    .reset = 0xa5, .writable = 0xffff },
	[MASKED] = { .name = "MASKED", .doc = "", .offset = 0x40, .count = 1,
		     .size = 4, .widths = VDEV_W8 | VDEV_W16 | VDEV_W32,
		     .direction = VDEV_RW, .kind = VDEV_REG_STORED,
		     .reset = 0xff00ff00, .writable = 0x00ffff0f },
};

static const struct vdev_window window = {
	.name = "regs",
	.doc = "",
	.regs = VDEV_TABLE(rows),
	.size = 0x48,
	.spaces = VDEV_SPACE_MMIO,
};

static struct arena arena;
static struct regs regs;

static void begin(void)
{
	arena_init(&arena);
	regs_init(&regs, &window, &arena);
}

static void end(void)
{
	arena_fini(&arena);
}

TestSuite(regs, .init = begin, .fini = end);

static struct vdev_access access_of(uint8_t width, bool is_write)
{
	return (struct vdev_access){ .width = width, .is_write = is_write };
}

static bool allows(uint32_t offset, uint8_t width, bool is_write)
{
	struct vdev_access a = access_of(width, is_write);

	return regs_find(&regs, offset, &a) != REGS_REFUSED;
}

static uint64_t get(uint32_t offset, uint8_t width)
{
	struct vdev_access a = access_of(width, false);
	enum regs_answer found = regs_find(&regs, offset, &a);

	cr_assert_eq(found, REGS_STORED, "nothing can be read at 0x%x", offset);
	regs_stored(&regs, &a);
	return a.value;
}

static void put(uint32_t offset, uint8_t width, uint64_t value)
{
	struct vdev_access a = access_of(width, true);
	enum regs_answer found = regs_find(&regs, offset, &a);

	cr_assert_eq(found, REGS_STORED, "nothing can be written at 0x%x", offset);
	a.value = value;
	regs_stored(&regs, &a);
}

Test(regs, a_width_that_is_not_listed_is_refused)
{
	cr_expect(allows(0, 1, false));
	cr_expect_not(allows(0, 2, false));
	cr_expect_not(allows(0, 4, false));
	cr_expect_not(allows(0, 8, false));
	cr_expect(allows(8, 1, false));
	cr_expect_not(allows(8, 2, false));
	cr_expect(allows(8, 4, false));
	cr_expect(allows(8, 8, false));
}

Test(regs, a_direction_that_is_not_listed_is_refused)
{
	cr_expect(allows(1, 1, false));
	cr_expect_not(allows(1, 1, true));
	cr_expect(allows(2, 1, true));
	cr_expect_not(allows(2, 1, false));
}

Test(regs, what_no_register_holds_is_refused)
{
	cr_expect_not(allows(3, 1, false));
	cr_expect_not(allows(7, 1, true));
	cr_expect_not(allows(0x44, 1, false));
	cr_expect_not(allows(0x47, 1, false));
}

Test(regs, an_access_that_leaves_its_register_is_refused)
{
	cr_expect(allows(0xc, 4, false));
	cr_expect_not(allows(0xd, 4, false));
	cr_expect_not(allows(9, 8, false));
	cr_expect(allows(0x22, 2, false));
	cr_expect_not(allows(0x23, 2, false));
}

Test(regs, the_gaps_of_an_array_are_nothing)
{
	cr_expect(allows(0x20, 4, false));
	cr_expect_not(allows(0x24, 4, false));
	cr_expect(allows(0x28, 4, false));
	cr_expect(allows(0x30, 4, false));
	cr_expect_not(allows(0x38, 4, false));
}

Test(regs, an_access_is_told_its_row_its_index_and_its_byte)
{
	struct vdev_access a = access_of(2, false);

	cr_assert_neq(regs_find(&regs, 0x32, &a), REGS_REFUSED);
	cr_expect_eq(a.reg, ARRAY);
	cr_expect_eq(a.index, 2);
	cr_expect_eq(a.byte, 2);
}

Test(regs, the_last_byte_of_a_window_can_be_asked_for)
{
	cr_expect(allows(0x43, 1, false));
	cr_expect_not(allows(0x47, 8, false));
}

Test(regs, stored_registers_begin_with_their_reset_values)
{
	cr_expect_eq(get(8, 8), 0x1122334455667788);
	cr_expect_eq(get(0x20, 4), 0xa5);
	cr_expect_eq(get(0x30, 4), 0xa5);
	cr_expect_eq(get(0x40, 4), 0xff00ff00);
}

Test(regs, a_part_of_a_stored_register_is_read_and_written)
{
	cr_expect_eq(get(8, 1), 0x88);
	cr_expect_eq(get(0xf, 1), 0x11);
	cr_expect_eq(get(0xc, 4), 0x11223344);
	put(0xf, 1, 0xee);
	put(8, 4, 0xdeadbeef);
	cr_expect_eq(get(8, 8), 0xee223344deadbeef);
}

Test(regs, bits_above_the_width_of_a_write_are_dropped)
{
	put(8, 1, 0xffffffffffffff01);
	cr_expect_eq(get(8, 8), 0x1122334455667701);
}

Test(regs, only_writable_bits_change)
{
	put(0x40, 4, 0xffffffff);
	cr_expect_eq(get(0x40, 4), 0xffffff0f);
	put(0x40, 4, 0);
	cr_expect_eq(get(0x40, 4), 0xff000000);
	put(0x41, 1, 0x5a);
	cr_expect_eq(get(0x40, 4), 0xff005a00);
	put(0x42, 2, 0x1234);
	cr_expect_eq(get(0x40, 4), 0xff345a00);
}

Test(regs, each_register_of_an_array_has_its_own_value)
{
	put(0x20, 4, 1);
	put(0x28, 4, 2);
	put(0x30, 2, 3);
	cr_expect_eq(get(0x20, 4), 1);
	cr_expect_eq(get(0x28, 4), 2);
	cr_expect_eq(get(0x30, 4), 3);
}

Test(regs, a_reset_brings_the_values_back)
{
	put(8, 8, 0);
	put(0x28, 4, 7);
	regs_reset(&regs);
	cr_expect_eq(get(8, 8), 0x1122334455667788);
	cr_expect_eq(get(0x28, 4), 0xa5);
}

/* A newer vdev's rows are longer than this host's. */
Test(regs, rows_may_be_longer_than_ours)
{
	struct long_row {
		struct vdev_reg reg;
		uint64_t more[3];
	};
	static const struct long_row longer[] = {
		{ .reg = { .name = "A", .doc = "", .count = 1, .size = 4,
			   .widths = VDEV_W32, .direction = VDEV_RW,
			   .kind = VDEV_REG_STORED, .reset = 1 } },
		{ .reg = { .name = "B", .doc = "", .offset = 4, .count = 1,
			   .size = 4, .widths = VDEV_W32, .direction = VDEV_RW,
			   .kind = VDEV_REG_STORED, .reset = 2 } },
	};
	const struct vdev_window wide = { .name = "regs", .doc = "",
					  .regs = VDEV_TABLE(longer),
					  .size = 8 };

	regs_init(&regs, &wide, &arena);
	cr_expect_eq(get(0, 4), 1);
	cr_expect_eq(get(4, 4), 2);
}

/* KVM cuts an access at a page's end, and asks for what is left of it. */
Test(regs, a_width_that_is_no_power_of_two_is_refused)
{
	static const uint8_t odd[] = { 3, 5, 6, 7 };

	for (size_t i = 0; i < sizeof(odd); i++)
		for (uint32_t offset = 0; offset < 0x40; offset++) {
			cr_expect_not(allows(offset, odd[i], false));
			cr_expect_not(allows(offset, odd[i], true));
		}
}
