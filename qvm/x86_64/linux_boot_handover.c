/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small things of a Linux start, in low ram: command line, descriptor
 * table, page tables, zero page. The kernel copies what it needs of them
 * before it hands the ram out, so the guest is told that it is plain ram.
 *
 * Must never tell the guest of hardware that the plan does not hold: what is
 * not set here stays 0, which says "none" in every field of the zero page.
 */
#include "qvm/x86_64/linux_boot.h"

#include <inttypes.h>
#include <string.h>

#include "conf/util/claim.h"

_Static_assert(sizeof(struct boot_params) == 4096, "the zero page is a page");
_Static_assert(PLAN_E820_MAX == E820_MAX_ENTRIES_ZEROPAGE,
	       "a plan's memory map fits the zero page");

enum {
	PAGE = 4096,
	MAPPED_GIB = 4,
	PAGE_TABLES = 2 + MAPPED_GIB, /* PML4, PDPT, a directory per GiB */
	PAGE_ENTRIES = 512,
	LOADER_UNDEFINED = 0xff, /* type_of_loader without a number of its own */
	BOOT_CS = 0x10,          /* fixed by the protocol */
	BOOT_DS = 0x18,
};

/* Bits of paging-structure entries. [Intel SDM 3A 4.5] */
enum {
	PTE_PRESENT = 1 << 0,
	PTE_WRITABLE = 1 << 1,
	PTE_ACCESSED = 1 << 5,
	PTE_DIRTY = 1 << 6,
	PTE_LARGE = 1 << 7,
	PTE_TABLE = PTE_PRESENT | PTE_WRITABLE | PTE_ACCESSED,
	PTE_PAGE = PTE_TABLE | PTE_DIRTY | PTE_LARGE,
};

/* Flat 64-bit code and flat data. [Intel SDM 3A 3.4.5] */
static const uint64_t gdt[] = {
	[BOOT_CS / 8] = 0x00af9b000000ffff,
	[BOOT_DS / 8] = 0x00cf93000000ffff,
};

/* Finds low room for `len` bytes. False after a finding. */
static bool place(struct linux_boot *boot, const char *name, uint64_t len,
		  uint64_t *at)
{
	/* Page 0 stays empty: a null pointer in the guest finds nothing. */
	struct room_want want = {
		.len = len,
		.align = PAGE,
		.within = { PAGE, 4 * GIB - PAGE },
	};
	struct conf_finding *f;
	struct range r;

	if (room_lowest(boot->room, want, &r)) {
		*at = r.at;
		return true;
	}
	f = report_find(boot->report,
			node_key_place(boot->plan->conf->node, "memory"),
			"boot-fits", "there is no free ram below 4 GiB for the "
			"%s of the boot, 0x%" PRIx64 " bytes", name, len);
	finding_fix(boot->report, f, "give the guest more ram below 4 GiB");
	return false;
}

/* Puts `bytes` into low ram and returns where; 0 after a finding. */
static uint64_t put(struct linux_boot *boot, const char *name,
		    const void *bytes, uint64_t len)
{
	uint64_t at;

	if (!place(boot, name, len, &at))
		return 0;
	plan_add_bytes(boot->plan, name, at, bytes, len, boot->report);
	return at;
}

static uint64_t put_cmdline(struct linux_boot *boot)
{
	const struct conf_boot_linux *conf = &boot->plan->conf->boot.linux_;
	uint64_t len = strlen(conf->cmdline), max = boot->kernel.cmdline_max;
	struct conf_finding *f;

	if (boot->kernel.run_len != 0 && len > max) {
		f = report_find(boot->report, node_key_place(conf->node, "cmdline"),
				"cmdline-fits", "the command line has %" PRIu64
				" characters, and kernel \"%s\" takes %" PRIu64,
				len, conf->kernel.file, max);
		finding_fix(boot->report, f, "shorten it");
		return 0;
	}
	return put(boot, "command line", conf->cmdline, len + 1);
}

/* Maps the first 4 GiB to themselves in pages of 2 MiB. */
static uint64_t put_page_tables(struct linux_boot *boot)
{
	uint64_t *table = arena_array(boot->plan->arena, PAGE_TABLES, PAGE);
	uint64_t *pdpt = table + PAGE_ENTRIES;
	uint64_t *directory = pdpt + PAGE_ENTRIES;
	uint64_t at;

	if (!place(boot, "page tables", PAGE_TABLES * PAGE, &at))
		return 0;

	table[0] = (at + PAGE) | PTE_TABLE;
	for (uint64_t i = 0; i < MAPPED_GIB; i++)
		pdpt[i] = (at + (2 + i) * PAGE) | PTE_TABLE;
	for (uint64_t i = 0; i < MAPPED_GIB * PAGE_ENTRIES; i++)
		directory[i] = i * 2 * MIB | PTE_PAGE;

	plan_add_bytes(boot->plan, "page tables", at, table,
		       PAGE_TABLES * PAGE, boot->report);
	return at;
}

static void tell_memory(struct boot_params *zero, const struct plan *p)
{
	CLAIM(p->n_e820 <= PLAN_E820_MAX);
	zero->e820_entries = (uint8_t)p->n_e820;
	for (size_t i = 0; i < p->n_e820; i++)
		zero->e820_table[i] = (struct boot_e820_entry){
			.addr = p->e820[i].range.at,
			.size = p->e820[i].range.len,
			.type = p->e820[i].type,
		};
}

static uint64_t put_zero_page(struct linux_boot *boot, uint64_t cmdline)
{
	const struct plan *p = boot->plan;
	struct boot_params *zero = arena_new(p->arena, sizeof(*zero));

	zero->hdr = boot->kernel.header;
	zero->hdr.type_of_loader = LOADER_UNDEFINED;
	zero->hdr.cmd_line_ptr = (uint32_t)cmdline;
	zero->ext_cmd_line_ptr = (uint32_t)(cmdline >> 32);
	zero->hdr.ramdisk_image = (uint32_t)boot->initrd.at;
	zero->ext_ramdisk_image = (uint32_t)(boot->initrd.at >> 32);
	zero->hdr.ramdisk_size = (uint32_t)boot->initrd.len;
	zero->ext_ramdisk_size = (uint32_t)(boot->initrd.len >> 32);
	zero->acpi_rsdp_addr = p->acpi_rsdp;
	tell_memory(zero, p);
	return put(boot, "zero page", zero, sizeof(*zero));
}

void linux_boot_handover(struct linux_boot *boot)
{
	uint64_t cmdline = put_cmdline(boot);
	uint64_t descriptors = put(boot, "GDT", gdt, sizeof(gdt));
	uint64_t tables = put_page_tables(boot);
	uint64_t zero_page = put_zero_page(boot, cmdline);

	boot->plan->entry = (struct plan_entry){
		.rip = boot->kernel.at + BZIMAGE_ENTRY_64,
		.rsi = zero_page,
		.cr3 = tables,
		.gdt = descriptors,
		.gdt_limit = sizeof(gdt) - 1,
		.code = BOOT_CS,
		.data = BOOT_DS,
	};
}
