/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the things of a Linux start go, what the zero page says of them, and
 * what is refused. Expectations are addresses and bytes written by hand.
 */
#include <asm/bootparam.h>

#include "x86_plan.h"

enum { KERNEL_LEN = 0x4000, SETUP_LEN = 4 * 512 };

/* A kernel that wants 2 MiB at 16 MiB, and an initrd of `initrd` bytes. */
static struct x86_plan *with_images(struct x86_plan *x, uint64_t initrd)
{
	x->plan.images_known = true;
	x->plan.image[0] = (struct plan_image){
		.conf = &x->conf.boot.linux_.kernel,
		.what = "kernel",
		.size = SETUP_LEN + KERNEL_LEN,
		.head = x->head,
		.head_len = PLAN_IMAGE_HEAD,
	};
	x86_put(x, 0x1f1, 3, 1);
	x86_put(x, 0x1f4, KERNEL_LEN / 16, 4);
	x86_put(x, 0x1fe, 0xaa55, 2);
	x86_put(x, 0x200, 0x6aeb, 2);
	memcpy(x->head + 0x202, "HdrS", 4);
	x86_put(x, 0x206, 0x020f, 2);
	x86_put(x, 0x211, 0x01, 1);
	x86_put(x, 0x22c, 0x7fffffff, 4);
	x86_put(x, 0x236, 0x01, 2);
	x86_put(x, 0x238, 63, 4);
	x86_put(x, 0x258, 0x1000000, 8);
	x86_put(x, 0x260, 0x200000, 4);
	x->plan.n_image = 1;
	if (initrd == 0)
		return x;

	x->conf.boot.linux_.initrd.node = &x->node;
	x->conf.boot.linux_.initrd.file = "initrd.img";
	x->plan.image[1] = (struct plan_image){
		.conf = &x->conf.boot.linux_.initrd,
		.what = "initrd",
		.size = initrd,
	};
	x->plan.n_image = 2;
	return x;
}

static void expect_piece(const struct x86_plan *x, const char *name,
			 uint64_t at, uint64_t len)
{
	const struct plan_piece *piece = x86_piece(x, name);

	cr_assert_not_null(piece, "%s", name);
	cr_expect_eq(piece->at.at, at, "%s at 0x%lx", name, piece->at.at);
	cr_expect_eq(piece->at.len, len, "%s has 0x%lx", name, piece->at.len);
}

static void expect_e820(const struct x86_plan *x, size_t row, uint64_t at,
			uint64_t len, enum plan_e820_type type)
{
	const struct plan_e820 *e = &x->plan.e820[row];

	cr_assert(row < x->plan.n_e820);
	cr_expect_eq(e->range.at, at, "row %zu at 0x%lx", row, e->range.at);
	cr_expect_eq(e->range.len, len, "row %zu has 0x%lx", row, e->range.len);
	cr_expect_eq(e->type, type, "row %zu is %d", row, e->type);
}

Test(linux_boot, everything_has_its_place)
{
	struct x86_plan *x = with_images(x86_plan_new(), 100000);

	x86_plan_boot(x);
	cr_assert_eq(x->report.n, 0);
	expect_piece(x, "kernel", 0x1000000, KERNEL_LEN);
	expect_piece(x, "RSDP", 0xffff000, 36);
	expect_piece(x, "initrd", 0xffe6000, 100000);
	expect_piece(x, "command line", 0x1000, 14);
	expect_piece(x, "GDT", 0x2000, 32);
	expect_piece(x, "page tables", 0x3000, 0x6000);
	expect_piece(x, "zero page", 0x9000, 4096);
	expect_piece(x, "reset vector", 0xffff0, 16);
	cr_expect_eq(x86_piece(x, "kernel")->file_offset, SETUP_LEN);
	cr_expect_eq(x86_piece(x, "kernel")->image, 0);
	cr_expect_eq(x86_piece(x, "initrd")->image, 1);
	x86_plan_free(x);
}

Test(linux_boot, the_entry_is_that_of_the_64_bit_protocol)
{
	struct x86_plan *x = with_images(x86_plan_new(), 0);
	const struct plan_entry *e = &x->plan.entry;
	const uint64_t *gdt;

	x86_plan_boot(x);
	cr_expect_eq(e->rip, 0x1000200);
	cr_expect_eq(e->rsi, 0x9000);
	cr_expect_eq(e->cr3, 0x3000);
	cr_expect_eq(e->gdt, 0x2000);
	cr_expect_eq(e->gdt_limit, 31);
	cr_expect_eq(e->code, 0x10);
	cr_expect_eq(e->data, 0x18);
	gdt = x86_piece(x, "GDT")->bytes;
	cr_expect_eq(gdt[0], 0);
	cr_expect_eq(gdt[2], 0x00af9b000000ffff);
	cr_expect_eq(gdt[3], 0x00cf93000000ffff);
	x86_plan_free(x);
}

Test(linux_boot, the_first_4_gib_are_mapped_to_themselves)
{
	struct x86_plan *x = with_images(x86_plan_new(), 0);
	const uint64_t *entry;

	x86_plan_boot(x);
	entry = x86_piece(x, "page tables")->bytes;
	cr_expect_eq(entry[0], 0x4023);                /* PML4 */
	cr_expect_eq(entry[1], 0);
	cr_expect_eq(entry[512], 0x5023);              /* PDPT */
	cr_expect_eq(entry[512 + 3], 0x8023);
	cr_expect_eq(entry[512 + 4], 0);
	cr_expect_eq(entry[1024], 0xe3);               /* first 2 MiB */
	cr_expect_eq(entry[1024 + 1], 0x2000e3);
	cr_expect_eq(entry[1024 + 2047], 0xffe000e3);  /* last 2 MiB */
	x86_plan_free(x);
}

Test(linux_boot, the_zero_page_speaks_of_everything)
{
	struct x86_plan *x = with_images(x86_plan_new(), 100000);
	const unsigned char *zero;
	struct boot_params b;

	x86_plan_boot(x);
	zero = x86_piece(x, "zero page")->bytes;
	memcpy(&b, zero, sizeof(b));
	cr_expect_eq(zero[0x210], 0xff);               /* type_of_loader */
	cr_expect_eq(zero[0x211], 0x01);               /* loadflags, as in the file */
	cr_expect_eq(memcmp(zero + 0x202, "HdrS", 4), 0);
	cr_expect_eq(zero[0x1ef], 0);                  /* sentinel */
	cr_expect_eq(b.acpi_rsdp_addr, 0xffff000);
	cr_expect_eq(b.hdr.cmd_line_ptr, 0x1000);
	cr_expect_eq(b.hdr.ramdisk_image, 0xffe6000);
	cr_expect_eq(b.hdr.ramdisk_size, 100000);
	cr_expect_eq(b.ext_ramdisk_image, 0);
	cr_expect_eq(b.ext_ramdisk_size, 0);
	cr_expect_eq(b.screen_info.orig_video_isVGA, 0);
	cr_expect_eq(b.e820_entries, 4);
	cr_expect_eq(b.e820_table[3].addr, 0xffff000);
	cr_expect_eq(b.e820_table[3].size, 0x1000);
	cr_expect_eq(b.e820_table[3].type, 3);
	x86_plan_free(x);
}

Test(linux_boot, the_memory_map_is_ram_without_reserves_and_tables)
{
	struct x86_plan *x = with_images(x86_plan_new(), 0);

	x86_plan_boot(x);
	cr_assert_eq(x->plan.n_e820, 4);
	expect_e820(x, 0, 0, 0xa0000, PLAN_E820_RAM);
	expect_e820(x, 1, 0xa0000, 0x60000, PLAN_E820_RESERVED);
	expect_e820(x, 2, 0x100000, 0xfeff000, PLAN_E820_RAM);
	expect_e820(x, 3, 0xffff000, 0x1000, PLAN_E820_ACPI);
	x86_plan_free(x);
}

Test(linux_boot, neighbours_of_one_type_are_one_entry_and_rom_is_reserved)
{
	struct x86_plan *x = with_images(x86_plan_new(), 0);

	x86_memory(x, PLAN_RAM, 512 * MIB, 16 * MIB);
	x86_memory(x, PLAN_RAM, 256 * MIB, 16 * MIB);
	x86_memory(x, PLAN_RAM, 272 * MIB, 16 * MIB);
	x86_memory(x, PLAN_ROM, 0xfffc0000, 256 * KIB);
	x86_memory(x, PLAN_RESERVE, 0xfff80000, 256 * KIB);
	x->conf.tables.acpi = CONF_ACPI_NONE;
	x86_plan_boot(x);
	cr_assert_eq(x->plan.n_e820, 5);
	expect_e820(x, 2, 0x100000, 287 * MIB, PLAN_E820_RAM);
	expect_e820(x, 3, 512 * MIB, 16 * MIB, PLAN_E820_RAM);
	expect_e820(x, 4, 0xfff80000, 512 * KIB, PLAN_E820_RESERVED);
	x86_plan_free(x);
}

Test(linux_boot, a_memory_map_of_more_than_128_entries_is_refused)
{
	struct x86_plan *x = with_images(x86_plan_new(), 0);

	for (uint64_t i = 0; i < 64; i++)
		x86_memory(x, PLAN_RESERVE, 32 * MIB + i * 2 * MIB, 4 * KIB);
	x86_plan_boot(x);
	x86_finds(x, "e820-fits", "128");
	x86_plan_free(x);
}

Test(linux_boot, nothing_goes_where_the_file_has_put_something)
{
	struct x86_plan *x = with_images(x86_plan_new(), 100000);
	static const char load[0x2000];

	plan_add_bytes(&x->plan, "load", 0x1008, load, sizeof(load), &x->report);
	plan_add_bytes(&x->plan, "load", 0xfffe000, load, 0x1000, &x->report);
	x86_memory(x, PLAN_RESERVE, 0xfffb000, 0x1000);
	x86_plan_boot(x);
	cr_assert_eq(x->report.n, 0);
	expect_piece(x, "RSDP", 0xffff000, 36);
	expect_piece(x, "initrd", 0xffe2000, 100000);
	expect_piece(x, "command line", 0x4000, 14);
	x86_plan_free(x);
}

Test(linux_boot, an_initrd_stays_below_the_kernels_limit)
{
	struct x86_plan *x = with_images(x86_plan_new(), 0x1000);

	x86_put(x, 0x22c, 0x2ffffff, 4);
	x86_plan_boot(x);
	expect_piece(x, "initrd", 0x2fff000, 0x1000);
	x86_plan_free(x);
}

Test(linux_boot, without_images_everything_else_has_its_place)
{
	struct x86_plan *x = x86_plan_new();

	x86_plan_boot(x);
	cr_assert_eq(x->report.n, 0);
	cr_expect_null(x86_piece(x, "kernel"));
	expect_piece(x, "zero page", 0x9000, 4096);
	expect_piece(x, "RSDP", 0xffff000, 36);
	cr_expect_eq(x->plan.n_e820, 4);
	x86_plan_free(x);
}

Test(linux_boot, a_kernel_that_reaches_past_the_ram_is_refused)
{
	struct x86_plan *x = with_images(x86_plan_new(), 0);

	x86_put(x, 0x260, 0xf000001, 4);
	x86_plan_boot(x);
	x86_finds(x, "kernel-fits", "0xf000001 bytes of free ram at 0x1000000, "
		  "and no ram holds them all");
	cr_expect_str_eq(x->report.item[0].fix, "let one `ram` below 4 GiB reach "
			 "from 0x1000000 to at least 0x10000000");
	x86_plan_free(x);
}

Test(linux_boot, a_kernel_on_a_reserve_is_refused)
{
	struct x86_plan *x = with_images(x86_plan_new(), 0);

	x86_memory(x, PLAN_RESERVE, 0x11ff000, 0x1000);
	x86_plan_boot(x);
	x86_finds(x, "kernel-fits", "reserve lies there");
	x86_plan_free(x);
}

Test(linux_boot, a_kernel_at_the_end_of_all_addresses_is_refused)
{
	struct x86_plan *x = with_images(x86_plan_new(), 0);

	x86_put(x, 0x258, UINT64_MAX - 0xfff, 8);
	x86_plan_boot(x);
	x86_finds(x, "kernel-fits", "which is not below 4 GiB");
	x86_plan_free(x);
}

Test(linux_boot, an_initrd_that_is_too_large_is_refused)
{
	struct x86_plan *x = with_images(x86_plan_new(), 240 * MIB);

	x86_plan_boot(x);
	x86_finds(x, "initrd-fits", "has 251658240 bytes");
	x86_plan_free(x);
}

Test(linux_boot, a_command_line_longer_than_the_kernel_takes_is_refused)
{
	struct x86_plan *x = with_images(x86_plan_new(), 0);

	x->conf.boot.linux_.cmdline =
		"0123456789012345678901234567890123456789"
		"012345678901234567890123";
	x86_plan_boot(x);
	x86_finds(x, "cmdline-fits", "has 64 characters, and kernel \"vmlinuz\" "
		  "takes 63");
	x86_plan_free(x);
}

Test(linux_boot, ram_that_is_full_is_refused_once_for_each_thing)
{
	struct x86_plan *x = x86_plan_bare();

	x86_memory(x, PLAN_RAM, 0, 0x100000);
	x86_memory(x, PLAN_RESERVE, 0x2000, 0x100000 - 0x2000);
	x->conf.tables.acpi = CONF_ACPI_NONE;
	x86_plan_boot(x);
	cr_assert_eq(x->report.n, 3);
	for (size_t i = 0; i < 3; i++)
		cr_expect_str_eq(x->report.item[i].rule, "boot-fits");
	x86_plan_free(x);
}

Test(linux_boot, a_hole_where_linux_looks_for_firmware_is_refused)
{
	struct x86_plan *x = x86_plan_bare();

	x86_memory(x, PLAN_RAM, 0, 0xe0000);
	x86_memory(x, PLAN_RAM, 0x100000, 64 * MIB);
	x86_memory(x, PLAN_RESERVE, 0xe0000, 0x20000);
	x86_plan_boot(x);
	x86_finds(x, "bios-area", "at 0xe0000 there is no memory");
	x86_plan_free(x);
}

Test(linux_boot, rom_may_lie_where_linux_looks_for_firmware)
{
	struct x86_plan *x = x86_plan_bare();

	x86_memory(x, PLAN_RAM, 0, 0xe0000);
	x86_memory(x, PLAN_RAM, 0x100000, 64 * MIB);
	x86_memory(x, PLAN_ROM, 0xe0000, 0x20000);
	x86_plan_boot(x);
	cr_assert_eq(x->report.n, 0);
	cr_expect_null(x86_piece(x, "reset vector"));
	x86_plan_free(x);
}
