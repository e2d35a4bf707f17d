/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of a vdev's description, key for key as it is written when the
 * vdev is built. All keys but `unset` are required: a description is made by
 * a program.
 */
#include "conf/keys.h"
#include "conf/vdev.h"

enum {
	DOC_MAX = 16384,
	OPTIONS_MAX = 64,
	WINDOWS_MAX = 8,
	REGS_MAX = 1024,
	IRQS_MAX = 32,
	COUNTERS_MAX = 64,
	TIMERS_MAX = 16,
};

#define REQUIRED .flags = FIELD_REQUIRED

static const struct conf_field option_fields[] = {
	{ .key = "name", NAME_AT(struct conf_vdev_option, name), REQUIRED },
	{ .key = "type", WORD_AT(struct conf_vdev_option, type), REQUIRED,
	  .words = "bool uint size duration word text chardev" },
	{ .key = "required", BOOL_AT(struct conf_vdev_option, required),
	  REQUIRED },
	{ .key = "unset", TEXT_AT(struct conf_vdev_option, unset),
	  .max = 4095 },
	{ .key = "words", TEXT_AT(struct conf_vdev_option, words), REQUIRED,
	  .max = 1023 },
	{ .key = "min", UINT_AT(struct conf_vdev_option, min), REQUIRED },
	{ .key = "max", UINT_AT(struct conf_vdev_option, max), REQUIRED },
	{ .key = "out", BOOL_AT(struct conf_vdev_option, out), REQUIRED },
	{ .key = "in", BOOL_AT(struct conf_vdev_option, in), REQUIRED },
	{ .key = "offset", UINT_AT(struct conf_vdev_option, offset), REQUIRED,
	  .max = UINT32_MAX },
	{ .key = "doc", TEXT_AT(struct conf_vdev_option, doc), REQUIRED,
	  .max = DOC_MAX },
};

static const struct conf_record keys_option = {
	.name = "an option row",
	RECORD_OF(struct conf_vdev_option, option_fields),
};

static const struct conf_field reg_fields[] = {
	{ .key = "name", TEXT_AT(struct conf_vdev_reg, name), REQUIRED,
	  .max = 63 },
	{ .key = "offset", UINT_AT(struct conf_vdev_reg, offset), REQUIRED,
	  .max = UINT32_MAX },
	{ .key = "count", UINT_AT(struct conf_vdev_reg, count), REQUIRED,
	  .min = 1, .max = UINT16_MAX + 1 },
	{ .key = "step", UINT_AT(struct conf_vdev_reg, step), REQUIRED,
	  .max = UINT32_MAX },
	{ .key = "size", UINT_AT(struct conf_vdev_reg, size), REQUIRED,
	  .min = 1, .max = 8 },
	{ .key = "widths", TEXT_AT(struct conf_vdev_reg, widths), REQUIRED,
	  .max = 15 },
	{ .key = "direction", TEXT_AT(struct conf_vdev_reg, direction),
	  REQUIRED, .words = "ro wo rw" },
	{ .key = "kind", TEXT_AT(struct conf_vdev_reg, kind), REQUIRED,
	  .words = "called stored block" },
	{ .key = "reset", UINT_AT(struct conf_vdev_reg, reset), REQUIRED },
	{ .key = "writable", UINT_AT(struct conf_vdev_reg, writable),
	  REQUIRED },
	{ .key = "read-acts", BOOL_AT(struct conf_vdev_reg, read_acts),
	  REQUIRED },
	{ .key = "doc", TEXT_AT(struct conf_vdev_reg, doc), REQUIRED,
	  .max = DOC_MAX },
};

static const struct conf_record keys_reg = {
	.name = "a register row",
	RECORD_OF(struct conf_vdev_reg, reg_fields),
};

static const struct conf_field window_fields[] = {
	{ .key = "name", NAME_AT(struct conf_vdev_window, name), REQUIRED },
	{ .key = "size", UINT_AT(struct conf_vdev_window, size), REQUIRED,
	  .min = 1, .max = UINT32_MAX },
	{ .key = "io", BOOL_AT(struct conf_vdev_window, io), REQUIRED },
	{ .key = "mmio", BOOL_AT(struct conf_vdev_window, mmio), REQUIRED },
	{ .key = "regs",
	  LIST_AT(struct conf_vdev_window, regs, struct conf_vdev_reg,
		  FIELD_RECORD),
	  .flags = FIELD_REQUIRED | FIELD_EMPTY, .max_items = REGS_MAX,
	  .record = &keys_reg },
	{ .key = "doc", TEXT_AT(struct conf_vdev_window, doc), REQUIRED,
	  .max = DOC_MAX },
};

static const struct conf_record keys_window = {
	.name = "a window row",
	RECORD_OF(struct conf_vdev_window, window_fields),
};

static const struct conf_field irq_fields[] = {
	{ .key = "name", NAME_AT(struct conf_vdev_irq, name), REQUIRED },
	{ .key = "trigger", WORD_AT(struct conf_vdev_irq, level), REQUIRED,
	  .words = "edge level" },
	{ .key = "required", BOOL_AT(struct conf_vdev_irq, required),
	  REQUIRED },
	{ .key = "doc", TEXT_AT(struct conf_vdev_irq, doc), REQUIRED,
	  .max = DOC_MAX },
};

static const struct conf_record keys_irq = {
	.name = "an interrupt row",
	RECORD_OF(struct conf_vdev_irq, irq_fields),
};

static const struct conf_field counter_fields[] = {
	{ .key = "name", NAME_AT(struct conf_vdev_counter, name), REQUIRED },
	{ .key = "doc", TEXT_AT(struct conf_vdev_counter, doc), REQUIRED,
	  .max = DOC_MAX },
};

static const struct conf_record keys_counter = {
	.name = "a counter row",
	RECORD_OF(struct conf_vdev_counter, counter_fields),
};

static const struct conf_field timer_fields[] = {
	{ .key = "name", NAME_AT(struct conf_vdev_timer, name), REQUIRED },
	{ .key = "doc", TEXT_AT(struct conf_vdev_timer, doc), REQUIRED,
	  .max = DOC_MAX },
};

static const struct conf_record keys_timer = {
	.name = "a timer row",
	RECORD_OF(struct conf_vdev_timer, timer_fields),
};

static const struct conf_field vdev_fields[] = {
	{ .key = "qvm-vdev", UINT_AT(struct conf_vdev, version), REQUIRED,
	  .min = 1, .max = 1 },
	{ .key = "name", NAME_AT(struct conf_vdev, name), REQUIRED },
	{ .key = "summary", TEXT_AT(struct conf_vdev, summary), REQUIRED,
	  .max = 255 },
	{ .key = "doc", TEXT_AT(struct conf_vdev, doc), REQUIRED,
	  .max = DOC_MAX },
	{ .key = "abi-major", UINT_AT(struct conf_vdev, abi_major), REQUIRED,
	  .max = UINT16_MAX },
	{ .key = "abi-minor", UINT_AT(struct conf_vdev, abi_minor), REQUIRED,
	  .max = UINT16_MAX },
	{ .key = "sha256", HASH_AT(struct conf_vdev, sha256), REQUIRED },
	{ .key = "options-size", UINT_AT(struct conf_vdev, options_size),
	  REQUIRED, .max = MIB },
	{ .key = "state-size", UINT_AT(struct conf_vdev, state_size),
	  REQUIRED, .max = 16 * MIB },
	{ .key = "call-us", UINT_AT(struct conf_vdev, call_us), REQUIRED,
	  .max = UINT32_MAX },
	{ .key = "acpi-hid", TEXT_AT(struct conf_vdev, acpi_hid), REQUIRED,
	  .max = 8 },
	{ .key = "acpi-cid", TEXT_AT(struct conf_vdev, acpi_cid), REQUIRED,
	  .max = 8 },
	{ .key = "legacy-cmos", BOOL_AT(struct conf_vdev, legacy_cmos),
	  REQUIRED },
	{ .key = "legacy-i8042", BOOL_AT(struct conf_vdev, legacy_i8042),
	  REQUIRED },
	{ .key = "options",
	  LIST_AT(struct conf_vdev, options, struct conf_vdev_option,
		  FIELD_RECORD),
	  .flags = FIELD_REQUIRED | FIELD_EMPTY, .max_items = OPTIONS_MAX,
	  .record = &keys_option },
	{ .key = "windows",
	  LIST_AT(struct conf_vdev, windows, struct conf_vdev_window,
		  FIELD_RECORD),
	  .flags = FIELD_REQUIRED | FIELD_EMPTY, .max_items = WINDOWS_MAX,
	  .record = &keys_window },
	{ .key = "irqs",
	  LIST_AT(struct conf_vdev, irqs, struct conf_vdev_irq, FIELD_RECORD),
	  .flags = FIELD_REQUIRED | FIELD_EMPTY, .max_items = IRQS_MAX,
	  .record = &keys_irq },
	{ .key = "counters",
	  LIST_AT(struct conf_vdev, counters, struct conf_vdev_counter,
		  FIELD_RECORD),
	  .flags = FIELD_REQUIRED | FIELD_EMPTY, .max_items = COUNTERS_MAX,
	  .record = &keys_counter },
	{ .key = "timers",
	  LIST_AT(struct conf_vdev, timers, struct conf_vdev_timer,
		  FIELD_RECORD),
	  .flags = FIELD_REQUIRED | FIELD_EMPTY, .max_items = TIMERS_MAX,
	  .record = &keys_timer },
};

const struct conf_record keys_vdev = {
	.name = "the description",
	RECORD_OF(struct conf_vdev, vdev_fields),
};
