/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Devices, and the places of devices that are not there. Must never name a
 * vdev or an option of one: those have descriptions of their own.
 */
#include "conf/keys.h"

#define PORT_ROW \
	{ .key = "io", ADDRESS_AT(struct conf_at, io), .flags = FIELD_ONE_OF, \
	  .max = PORT_MAX, .example = "0x3f8", .doc = "The first port.", \
	  .also = "port pio ioport" }
#define MMIO_ROW \
	{ .key = "mmio", ADDRESS_AT(struct conf_at, mmio), \
	  .flags = FIELD_ONE_OF, .max = ADDRESS_MAX, .example = "0xd0000000", \
	  .doc = "The first guest-physical address.", \
	  .also = "mem memory address addr" }

static const struct conf_field at_fields[] = {
	PORT_ROW,
	MMIO_ROW,
	{ .key = "pci", PCI_AT(struct conf_at, pci), .flags = FIELD_ONE_OF,
	  .example = "\"00:02.0\"",
	  .doc = "The function on the guest's PCI bus.", .also = "bdf slot" },
};

static const struct conf_record keys_at = {
	.name = "`at`",
	RECORD_OF(struct conf_at, at_fields),
	.kind = CONF_AT(struct conf_at, space, uint32_t),
	.doc = "One place in an address space.",
};

static const struct conf_field register_at_fields[] = { PORT_ROW, MMIO_ROW };

const struct conf_record keys_register_at = {
	.name = "`at`",
	RECORD_OF(struct conf_at, register_at_fields),
	.kind = CONF_AT(struct conf_at, space, uint32_t),
	.doc = "One place in an address space.",
};

static const struct conf_field device_fields[] = {
	{ .key = "vdev", NAME_AT(struct conf_device, vdev),
	  .flags = FIELD_REQUIRED, .example = "ser8250",
	  .doc = "The kind of device: NAME of vdev-NAME.so, which lies on the "
		 "vdev path beside its description vdev-NAME.json.",
	  .also = "type kind driver model" },
	{ .key = "name", NAME_AT(struct conf_device, name),
	  .flags = FIELD_REQUIRED, .example = "console",
	  .doc = "The name of this device in logs, status and records; no "
		 "other device of the file has it.",
	  .also = "id" },
	{ .key = "at",
	  NAMED_AT(struct conf_device, at, struct conf_named_at, FIELD_RECORD,
		   at, struct conf_at),
	  .max_items = 8, .record = &keys_at, .example = "{ io: 0x3f8 }",
	  .doc = "Where its registers lie: one place, or for a device of "
		 "several windows a mapping from their names to places.",
	  .also = "loc address addr base reg io mmio port" },
	{ .key = "irq",
	  NAMED_AT(struct conf_device, irq, struct conf_named_irq, FIELD_UINT,
		   line, uint64_t),
	  .max_items = 32, .max = LINE_MAX_NUMBER, .example = "4",
	  .doc = "Its interrupt line: a GSI on x86, an INTID on ARM; for a "
		 "device of several interrupts a mapping from their names to "
		 "lines.",
	  .also = "intr interrupt interrupts gsi" },
	{ .key = "shared", BOOL_AT(struct conf_device, shared),
	  .unset = "false",
	  .doc = "Whether other devices may be on its interrupt lines. All of "
		 "them say so." },
	{ .key = "refused", WORD_AT(struct conf_device, refused),
	  .words = "abort - ignore inherit", .unset = "inherit",
	  .doc = "What happens when the guest breaks the rules of this "
		 "device's registers. inherit: what unsupported.refused "
		 "says." },
	{ .key = "options", NODE_AT(struct conf_device, options),
	  .example = "{ output: stdio }",
	  .doc = "The options of the vdev, as its description lists them.",
	  .also = "option args opts config" },
};

const struct conf_record keys_device = {
	.name = "a device",
	RECORD_OF(struct conf_device, device_fields),
	.doc = "One virtual device.",
};

static const struct conf_field absent_fields[] = {
	{ .key = "io", ADDRESS_AT(struct conf_absent, at),
	  .flags = FIELD_ONE_OF, .max = PORT_MAX, .example = "0x2f8",
	  .doc = "The first port.", .also = "port pio ioport" },
	{ .key = "mmio", ADDRESS_AT(struct conf_absent, at),
	  .flags = FIELD_ONE_OF, .max = ADDRESS_MAX, .example = "0xfed00000",
	  .doc = "The first guest-physical address.",
	  .also = "mem memory address" },
	{ .key = "msr", ADDRESS_AT(struct conf_absent, at),
	  .flags = FIELD_ONE_OF, .max = UINT32_MAX, .example = "0xc0010007",
	  .doc = "The number of a model-specific register.",
	  .also = "register" },
	{ .key = "size", SIZE_AT(struct conf_absent, size), .min = 1,
	  .max = SPAN_MAX, .unset = "1", .example = "8",
	  .doc = "How many ports or bytes. Ports and memory need it; an MSR "
		 "has none.",
	  .also = "length len count" },
	{ .key = "gives", WORD_AT(struct conf_absent, gives),
	  .words = "ones zeros zero fault", .flags = FIELD_REQUIRED,
	  .example = "ones",
	  .doc = "What a read gets; writes are dropped. For ports and memory "
		 "ones (every bit set, as from an empty bus) or zeros; for an "
		 "MSR zero, or fault: a general protection fault, for a write "
		 "too.",
	  .also = "value reads" },
};

const struct conf_record keys_absent = {
	.name = "an entry of `absent`",
	RECORD_OF(struct conf_absent, absent_fields),
	.kind = CONF_AT(struct conf_absent, kind, uint32_t),
	.doc = "A place where the guest may look in vain.",
};
