/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One row for each rule that a plan, an image or the boot protocol can break.
 * Must never hold a rule that nothing checks: the configuration tests compare.
 */
#include "qvm/plan/rules.h"

#include "conf/util/util.h"

const struct conf_rule_doc plan_rules[] = {
	{ "no-overlap", "memory devices.at absent tables.at boot",
	  "No two claims on one byte of memory, one port or one MSR. A reserve "
	  "may lie inside one ram, or in nothing." },
	{ "address-width", "memory devices.at absent tables.at",
	  "A span ends inside its address space: 46 bits of memory, 65536 "
	  "ports." },
	{ "too-many", "memory devices absent",
	  "The tables of a guest have fixed sizes: 256 ranges of memory and of "
	  "ports, 256 lines, 128 devices, 63 images, 64 absent MSRs." },
	{ "irq-once", "devices.irq tables.irq",
	  "An interrupt line has one driver, or is declared as shared on each "
	  "device that drives it." },
	{ "irq-range", "devices.irq tables.irq",
	  "The I/O APIC has the lines 0 to 23." },
	{ "stdio-once", "devices.options",
	  "One device uses the standard input, and one the standard output." },
	{ "chardev-once", "devices.options",
	  "A file, socket or pty belongs to one device, and no device writes "
	  "to an image." },
	{ "legacy-once", "devices",
	  "A guest has at most one CMOS clock and one keyboard controller." },
	{ "vdev-window", "devices.at",
	  "Each window of the vdev has a place, by its name where there are "
	  "several, and no other is named." },
	{ "vdev-space", "devices.at",
	  "A window lies in a space that the vdev offers for it." },
	{ "vdev-irq", "devices.irq",
	  "Each interrupt that the vdev requires has a line, by its name where "
	  "there are several, and no other is named." },
	{ "image-open", "boot memory",
	  "An image is a regular file that qvm may read, reached without links "
	  "that others could change." },
	{ "image-empty", "boot memory", "An image has bytes." },
	{ "image-fits", "memory.rom", "A rom holds its image." },
	{ "image-hash", "boot memory",
	  "The bytes that are placed have the sha256 that the file gives." },
	{ "image-changed", "boot memory",
	  "An image stays what it is while it is read." },
	{ "load-inside", "memory.load",
	  "A loaded image lies inside one ram or rom." },
	{ "piece-inside", "boot", "What boot places lies inside one ram or rom." },
	{ "kernel-format", "boot.linux.kernel",
	  "The kernel is a bzImage with a 64-bit entry point." },
	{ "kernel-truncated", "boot.linux.kernel",
	  "The kernel has all the bytes that its header promises." },
	{ "kernel-fits", "boot.linux.kernel memory",
	  "The ram has room for the kernel where it wants to run." },
	{ "initrd-fits", "boot.linux.initrd memory",
	  "The ram has room for the initrd where the kernel can reach it." },
	{ "cmdline-fits", "boot.linux.cmdline",
	  "The command line is no longer than the kernel takes." },
	{ "boot-fits", "boot memory",
	  "The ram below 4 GiB has room for the boot protocol's structures." },
	{ "e820-fits", "memory",
	  "The memory map that Linux is told has at most 128 entries." },
	{ "tables-fit", "tables memory",
	  "The ram below 4 GiB has room for the ACPI tables." },
	{ "bios-area", "boot.linux memory",
	  "Linux reads 0xc0000..0xfffff: memory lies there, or each read would "
	  "leave the guest." },
};

const size_t plan_n_rules = ARRAY_LEN(plan_rules);
