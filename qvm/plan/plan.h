/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan: the machine that a file describes, resolved to the last byte.
 *
 *   conf + descriptions + image facts -> plan_make -> struct plan
 *
 * Pure: no KVM, no root, no target hardware, no plug-in code. What the plan
 * does not hold does not get built, and what it holds is what the guest is
 * told. Everything lives in one arena; after plan_make nothing changes.
 *
 * Assembly copies: memory ranges become slots, pieces become bytes in guest
 * memory, windows become rows of the look-up tables, lines become routes.
 */
#ifndef QVM_PLAN_PLAN_H
#define QVM_PLAN_PLAN_H

#include <time.h>

#include "conf/conf.h"
#include "conf/report.h"
#include "conf/util/range.h"
#include "conf/vdev.h"

enum {
	PLAN_RANGES_MAX = 256, /* of memory, and again of ports */
	PLAN_LINES_MAX = 256,
	PLAN_IMAGES_MAX = 64,
	PLAN_PIECES_MAX = 128,
	PLAN_E820_MAX = 128,   /* as many as a zero page holds */
	PLAN_DEVICES_MAX = 128,
	PLAN_MSRS_MAX = 64,
	PLAN_VCPUS_MAX = 64,
	PLAN_IMAGE_HEAD = 4096, /* bytes of an image that planning may look at */
};

/* What a span of guest-physical memory or of ports is. */
enum plan_kind {
	PLAN_RAM,
	PLAN_ROM,
	PLAN_RESERVE, /* lies in ram or in nothing; overlays what it lies in */
	PLAN_WINDOW,  /* of a vdev: trapped */
	PLAN_TABLES,  /* registers of the tables (`tables: at`): trapped */
	PLAN_ABSENT,  /* trapped, answered without a device, counted */
	PLAN_CHIP,    /* answered inside KVM: local APIC, I/O APIC, PIC, PIT */
	PLAN_KVM,     /* pages that KVM itself needs */
	PLAN_KINDS,
};

struct plan_range {
	struct range range;
	enum plan_kind kind;
	const char *name;              /* "ram", "vdev console", "I/O APIC" */
	const struct conf_node *node;  /* NULL: not from the file */
	uint32_t index;  /* RAM, ROM: row of conf.memory; WINDOW: row of
			    `device`; ABSENT: row of conf.absent */
	uint32_t window; /* WINDOW: row of the device's windows */
};

struct plan_space {
	struct plan_range item[PLAN_RANGES_MAX]; /* sorted by address once
						    plan_make has ended */
	size_t n;
};

/* One interrupt line and who drives it. */
struct plan_line {
	uint32_t line; /* GSI */
	bool level;
	bool shared;
	const char *name;
	const struct conf_node *node;
	uint32_t device; /* row of `device`, or PLAN_NO_DEVICE */
	uint32_t irq;    /* row of the device's interrupts */
};

#define PLAN_NO_DEVICE UINT32_MAX

/* A file whose bytes go into the guest. Facts are filled by images_open. */
struct plan_image {
	const struct conf_image *conf;
	const char *what; /* "kernel", "initrd", "rom", "load" */
	uint64_t size;    /* bytes; 0 while the facts are not known */
	struct timespec mtime; /* when it was opened */
	int fd;           /* -1 while not open */
	const unsigned char *head; /* its first bytes; NULL: not known */
	size_t head_len;           /* at most PLAN_IMAGE_HEAD */
	uint32_t memory; /* rom, load: row of conf.memory */
};

#define PLAN_NO_IMAGE UINT32_MAX

/* Bytes that assembly puts into ram or rom: made here, or read from a file. */
struct plan_piece {
	const char *name; /* "zero page", "kernel", "DSDT" */
	struct range at;
	const void *bytes;    /* at.len of them, or NULL: from `image` */
	uint32_t image;       /* row of `image` or PLAN_NO_IMAGE */
	uint64_t file_offset; /* first byte of the file that is placed */
};

/* One entry of the memory map that the guest is told (e820 types). */
enum plan_e820_type {
	PLAN_E820_RAM = 1,
	PLAN_E820_RESERVED = 2,
	PLAN_E820_ACPI = 3,
};

struct plan_e820 {
	struct range range;
	enum plan_e820_type type;
};

struct plan_window {
	const struct conf_vdev_window *desc;
	bool is_io; /* else mmio */
	struct range range;
};

struct plan_device_line {
	const struct conf_vdev_irq *desc;
	uint32_t line;  /* GSI */
	bool connected; /* the file gave a line */
};

struct plan_device {
	const struct conf_device *conf;
	const struct conf_vdev *vdev;
	struct conf_option *option; /* one per option row of the vdev */
	struct plan_window *window; /* one per window row of the vdev */
	struct plan_device_line *irq; /* one per irq row of the vdev */
};

/* An MSR that the file declares absent. */
struct plan_msr {
	uint32_t index;
	bool gives_zero; /* else #GP */
	uint32_t absent; /* row of conf.absent */
};

/* State of the first vCPU at its first instruction; 64-bit mode, paging on,
 * flat segments from `gdt`, interrupts off. */
struct plan_entry {
	uint64_t rip, rsp, rsi, cr3;
	uint64_t gdt;        /* guest-physical address of the table */
	uint16_t gdt_limit;  /* as in GDTR: bytes - 1 */
	uint16_t code, data; /* selectors */
};

struct plan {
	const struct conf *conf;
	struct arena *arena;
	bool images_known; /* sizes and heads are there: pieces are complete */
	uint32_t address_bits; /* guest-physical width that is planned for */
	struct plan_space memory;
	struct plan_space port;
	struct plan_line line[PLAN_LINES_MAX];
	size_t n_line;
	struct plan_image image[PLAN_IMAGES_MAX];
	size_t n_image;
	struct plan_piece piece[PLAN_PIECES_MAX];
	size_t n_piece;
	struct plan_e820 e820[PLAN_E820_MAX];
	size_t n_e820;
	struct plan_device device[PLAN_DEVICES_MAX];
	size_t n_device;
	struct plan_msr msr[PLAN_MSRS_MAX];
	size_t n_msr;
	struct plan_entry entry;
	uint64_t acpi_rsdp; /* guest-physical; 0: none */
};

/*
 * Lists the images that `conf` names. Nothing is opened: the caller may fill
 * in the facts (images_open) or leave them unknown.
 */
void plan_images(struct plan *p, const struct conf *conf);

/*
 * Resolves everything. `p` was zeroed, then given to plan_images. Findings go
 * to `report`; the plan is good only if it has none.
 */
void plan_make(struct plan *p, const char *vdev_path,
	       struct conf_report *report);

/* ---- for the parts of the plan (qvm/plan, qvm/ARCH) ---------------------- */

/* Adds a range; a space that is full is a finding (rule `too-many`). */
void plan_add_range(struct plan *p, struct plan_space *space,
		    struct plan_range range, struct conf_report *report);

/* Adds a piece made of `len` bytes at `bytes` (arena, or static). */
void plan_add_bytes(struct plan *p, const char *name, uint64_t at,
		    const void *bytes, uint64_t len,
		    struct conf_report *report);

/* Adds a piece read from row `image`, from `file_offset` for `len` bytes. */
void plan_add_file(struct plan *p, const char *name, uint64_t at,
		   uint32_t image, uint64_t file_offset, uint64_t len,
		   struct conf_report *report);

/* The range of `space` that holds all of `r`, of one of the kinds in the set
 * (bit per enum plan_kind), or NULL. */
const struct plan_range *plan_holding(const struct plan_space *space,
				      struct range r, unsigned kinds);

/*
 * What an architecture adds (qvm/ARCH/plan_*.c).
 *
 * arch_plan_chips adds the ranges that its interrupt controllers and KVM
 * itself take, and the registers of the tables. It runs before conflicts are
 * looked for.
 * arch_plan_boot runs last, without findings so far: memory map for the guest,
 * tables, boot pieces, entry. Pieces from images only if images_known.
 */
void arch_plan_chips(struct plan *p, struct conf_report *report);
void arch_plan_boot(struct plan *p, struct conf_report *report);

#endif
