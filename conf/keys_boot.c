/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the guest starts, and what it is told about its machine. A row may
 * offer only what qvm can build.
 */
#include "conf/keys.h"

static const struct conf_field linux_fields[] = {
	{ .key = "kernel",
	  RECORD_AT(struct conf_boot_linux, kernel, struct conf_image),
	  .flags = FIELD_REQUIRED, .record = &keys_image,
	  .example = "{ file: \"vmlinuz\" }",
	  .doc = "A bzImage that can be entered in 64-bit mode.",
	  .also = "image vmlinuz file" },
	{ .key = "initrd",
	  RECORD_AT(struct conf_boot_linux, initrd, struct conf_image),
	  .record = &keys_image, .example = "{ file: \"initrd.img\" }",
	  .doc = "The first file system. Without this key there is none.",
	  .also = "initramfs ramdisk" },
	{ .key = "cmdline", TEXT_AT(struct conf_boot_linux, cmdline),
	  .max = 2047, .unset = "", .example = "\"console=ttyS0\"",
	  .doc = "The kernel's command line. qvm adds nothing to it.",
	  .also = "append args bootargs command-line" },
};

static const struct conf_record keys_linux = {
	.name = "linux",
	RECORD_OF(struct conf_boot_linux, linux_fields),
	.doc = "A Linux kernel, entered by its 64-bit boot protocol.",
};

static const struct conf_field boot_fields[] = {
	{ .key = "linux",
	  RECORD_AT(struct conf_boot, linux_, struct conf_boot_linux),
	  .flags = FIELD_ONE_OF, .record = &keys_linux,
	  .example = "{ kernel: { file: \"vmlinuz\" } }",
	  .doc = "A Linux kernel, entered by its 64-bit boot protocol.",
	  .also = "kernel bzimage" },
};

const struct conf_record keys_boot = {
	.name = "boot",
	RECORD_OF(struct conf_boot, boot_fields),
	.kind = CONF_AT(struct conf_boot, kind, uint32_t),
	.doc = "One way to start a guest.",
};

static const struct conf_field tables_fields[] = {
	{ .key = "acpi", WORD_AT(struct conf_tables, acpi),
	  .words = "reduced none", .flags = FIELD_REQUIRED, .unset = "none",
	  .example = "reduced",
	  .doc = "reduced: ACPI without legacy hardware; the guest can power "
		 "off, reset and see its power button through the registers "
		 "at `at`. none: no ACPI, and none of these." },
	{ .key = "at", RECORD_AT(struct conf_tables, at, struct conf_at),
	  .record = &keys_register_at, .example = "{ io: 0x600 }",
	  .doc = "Where the four ACPI registers lie, one byte each: sleep "
		 "control, sleep status, event (a read clears it), reset.",
	  .also = "loc address base" },
	{ .key = "irq", UINT_AT(struct conf_tables, irq),
	  .max = LINE_MAX_NUMBER, .example = "9",
	  .doc = "The interrupt line that tells of an event, such as the "
		 "power button.",
	  .also = "intr interrupt gsi sci" },
};

const struct conf_record keys_tables = {
	.name = "tables",
	RECORD_OF(struct conf_tables, tables_fields),
	.doc = "The tables that describe the machine to its guest.",
};

static const struct conf_field irqchip_fields[] = {
	{ .key = "kind", WORD_AT(struct conf_irqchip, kind),
	  .words = "kernel", .flags = FIELD_REQUIRED, .unset = "kernel",
	  .example = "kernel",
	  .doc = "kernel: KVM's own local APICs, I/O APIC and pair of 8259.",
	  .also = "type" },
	{ .key = "pit", WORD_AT(struct conf_irqchip, pit),
	  .words = "none kernel", .unset = "none",
	  .doc = "The 8254 timer. none: there is none. kernel: KVM's own, "
		 "whose thread runs outside the service's control group." },
};

const struct conf_record keys_irqchip = {
	.name = "irqchip",
	RECORD_OF(struct conf_irqchip, irqchip_fields),
	.doc = "The guest's interrupt controllers.",
};
