/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The description of a vdev: `vdev-NAME.json`, which lies beside the object
 * and is made from its tables when it is built.
 *
 * It is all that checking and planning know of a vdev. It is read by the same
 * reader and the same kind of tables as a .qvmconf (JSON is YAML with quoted
 * keys). Whether it tells the truth about the object is found at assembly,
 * where the object is described again and the bytes are compared.
 */
#ifndef QVM_CONF_VDEV_H
#define QVM_CONF_VDEV_H

#include "conf/conf.h"
#include "conf/report.h"

/* The type of an option, spelt as in the JSON: "bool", "uint", ... */
enum conf_vdev_option_type {
	CONF_VDEV_BOOL,
	CONF_VDEV_UINT,
	CONF_VDEV_SIZE,
	CONF_VDEV_DURATION,
	CONF_VDEV_WORD,
	CONF_VDEV_TEXT,
	CONF_VDEV_CHARDEV,
};

struct conf_vdev_option {
	const struct conf_node *node;
	const char *name;
	uint32_t type;         /* enum conf_vdev_option_type */
	bool required;
	const char *unset;     /* NULL only where required */
	const char *words;     /* word: choices, separated by blanks; else "" */
	uint64_t min, max;
	bool out, in;          /* chardev: directions */
	uint64_t offset;       /* in the vdev's option struct */
	const char *doc;
};

struct conf_vdev_reg {
	const struct conf_node *node;
	const char *name;
	uint64_t offset, count, step, size;
	const char *widths;    /* subset of "8 16 32 64", blanks between */
	const char *direction; /* "ro", "wo", "rw" */
	const char *kind;      /* "called", "stored", "block" */
	uint64_t reset, writable;
	bool read_acts;
	const char *doc;
};

struct conf_vdev_window {
	const struct conf_node *node;
	const char *name;
	uint64_t size;
	bool io, mmio; /* spaces it may lie in */
	CONF_LIST(struct conf_vdev_reg) regs;
	const char *doc;
};

struct conf_vdev_irq {
	const struct conf_node *node;
	const char *name;
	uint32_t level; /* 0: "edge", 1: "level" */
	bool required;
	const char *doc;
};

struct conf_vdev_counter {
	const struct conf_node *node;
	const char *name;
	const char *doc;
};

struct conf_vdev_timer {
	const struct conf_node *node;
	const char *name;
	const char *doc;
};

struct conf_vdev {
	const struct conf_node *node;
	uint64_t version;       /* `qvm-vdev:`, the form of the description */
	const char *path;       /* of the description */
	const char *object;     /* of the shared object beside it */
	const char *text;       /* the description's bytes, for the comparison */
	size_t text_len;
	const char *name, *summary, *doc;
	uint64_t abi_major, abi_minor;
	const char *sha256;     /* of the object; 64 hex digits */
	uint64_t options_size, state_size, call_us;
	const char *acpi_hid, *acpi_cid; /* "": none */
	bool legacy_cmos, legacy_i8042;  /* what of a PC it is */
	CONF_LIST(struct conf_vdev_option) options;
	CONF_LIST(struct conf_vdev_window) windows;
	CONF_LIST(struct conf_vdev_irq) irqs;
	CONF_LIST(struct conf_vdev_counter) counters;
	CONF_LIST(struct conf_vdev_timer) timers;
};

/* Reads one description; NULL after findings. A missing file is a finding at
 * `wanted` (rule `vdev-missing`) that names the directories searched. */
struct conf_vdev *conf_vdev_load(const char *vdev_path, const char *name,
				 struct conf_place wanted, struct arena *arena,
				 struct conf_report *report);

/* What a chardev option attaches a stream to. */
enum conf_chardev_kind {
	CONF_CHARDEV_NONE,
	CONF_CHARDEV_STDIO,
	CONF_CHARDEV_PTY,    /* path: a link to the terminal, in the run
				directory unless it holds a slash */
	CONF_CHARDEV_FILE,   /* path; cap: bytes, 0 for no cap */
	CONF_CHARDEV_SOCKET, /* path of a UNIX socket that qvm listens on */
	CONF_CHARDEV_SAME,   /* inputs, and only until the options have been
				checked: what the output before it has */
};

struct conf_chardev {
	const struct conf_node *node;
	uint32_t kind; /* enum conf_chardev_kind */
	const char *path;
	uint64_t cap;
};

/* An option's value, typed by its row. */
struct conf_option {
	const struct conf_vdev_option *row;
	const struct conf_node *node; /* NULL: the row's `unset` */
	union {
		bool boolean;
		uint64_t number;  /* uint, size (bytes), duration (ns) */
		uint32_t word;    /* index into the row's words */
		const char *text;
		struct conf_chardev chardev;
	} value;
};

/*
 * Checks a device's `options:` against the rows. Gives one value per row of
 * the description, in its order, or NULL after findings.
 */
struct conf_option *conf_options_check(const struct conf_vdev *vdev,
				       const struct conf_device *device,
				       struct arena *arena,
				       struct conf_report *report);

#endif
