/* SPDX-License-Identifier: Apache-2.0 */
/*
 * linux_boot: what a Linux kernel finds when it is entered by the 64-bit boot
 * protocol: itself, its initrd, its command line, and the zero page that
 * speaks of them. [Documentation/arch/x86/boot.rst, zero-page.rst]
 *
 *   linux_boot_kernel -> linux_boot_initrd -> linux_boot_handover
 *
 * Adds pieces to the plan and sets its entry. Opens and reads no file: kernel
 * and initrd are placed only if plan->images_known. Each function leaves
 * nothing but findings when there is no room.
 */
#ifndef QVM_X86_64_LINUX_BOOT_H
#define QVM_X86_64_LINUX_BOOT_H

#include "qvm/plan/plan.h"
#include "qvm/x86_64/bzimage.h"
#include "qvm/x86_64/plan_room.h"

struct linux_boot {
	struct plan *plan;
	struct room *room;
	struct conf_report *report;
	struct bzimage kernel; /* zero while images are not known */
	struct range initrd;   /* len 0: none, or not known */
};

/* Places the kernel where it says that it wants to be, and keeps the ram that
 * it needs before it can read the memory map. */
void linux_boot_kernel(struct linux_boot *boot);

/* Places the initrd as high as the kernel allows. After linux_boot_kernel and
 * after all that belongs above it. */
void linux_boot_initrd(struct linux_boot *boot);

/* Makes command line, descriptor table, page tables and zero page, lowest
 * first, and the entry. Last: the zero page holds plan->e820 and
 * plan->acpi_rsdp. */
void linux_boot_handover(struct linux_boot *boot);

/*
 * Linux reads 0xC0000-0xFFFFF byte by byte while it boots, in search of
 * option ROMs and of tables. What is not memory there costs it an exit per
 * byte, or its life (rule bios-area).
 */
void linux_boot_check_bios_area(const struct plan *p,
				struct conf_report *report);

#endif
