/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a plan on x86: where everything goes that starts the guest. The
 * order is the design. What has a fixed place comes first, what goes to the
 * top of ram next, what goes anywhere last; and who tells of others comes
 * after them.
 *
 * Must never take a place that the file gave to someone: reserves, and the
 * pieces that are already in the plan, stay as they are.
 */
#include "qvm/plan/plan.h"
#include "qvm/x86_64/acpi.h"
#include "qvm/x86_64/linux_boot.h"
#include "qvm/x86_64/plan_e820.h"
#include "qvm/x86_64/plan_reset.h"
#include "qvm/x86_64/plan_room.h"

void arch_plan_boot(struct plan *p, struct conf_report *report)
{
	struct room room;
	struct linux_boot boot = { .plan = p, .room = &room, .report = report };
	struct range tables;

	room_init(&room, p);
	linux_boot_check_bios_area(p, report);
	plan_reset_stub(p, report);
	linux_boot_kernel(&boot);
	tables = acpi_plan(p, &room, report);
	linux_boot_initrd(&boot);
	plan_e820_make(p, tables, report);
	linux_boot_handover(&boot);
}
