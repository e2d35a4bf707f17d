/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf: a .qvmconf as the rest of qvm sees it: typed, bounded, complete.
 *
 *   conf_load (bytes -> nodes -> struct conf, with findings) -> conf_free
 *
 * A struct conf without findings holds everything that the file says and
 * every default; nobody behind this header parses text again. It never says
 * what the machine will look like: that is the plan's work. Immutable after
 * conf_load; any thread may read it.
 *
 * Each record begins with `node`, its place in the file, for messages that
 * come later. A record that the file leaves out has a NULL node.
 */
#ifndef QVM_CONF_CONF_H
#define QVM_CONF_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/util/arena.h"

struct conf_node;
struct conf_report;

/* A list of `n` records in file order. */
#define CONF_LIST(type) \
	struct { \
		type *item; \
		size_t n; \
	}

struct conf_image {
	const struct conf_node *node;
	const char *file;   /* absolute or relative to the caller's directory:
			       resolved against the file's own directory */
	const char *sha256; /* 64 lower-case hex digits, or NULL */
};

enum conf_policy { CONF_POLICY_OTHER, CONF_POLICY_FIFO, CONF_POLICY_RR };

struct conf_sched {
	const struct conf_node *node;
	uint32_t policy;   /* enum conf_policy */
	uint64_t priority; /* 1..99 with fifo and rr, else 0 */
};

/* Where and how a thread runs. */
struct conf_thread {
	const struct conf_node *node;
	CONF_LIST(uint64_t) affinity; /* host CPUs; none: anywhere */
	struct conf_sched sched;
};

struct conf_threads {
	const struct conf_node *node;
	struct conf_thread guard;
	struct conf_thread loop;
};

enum conf_idle { CONF_IDLE_EXIT, CONF_IDLE_KEEP };

enum conf_cpu_model {
	CONF_CPU_HOST,
	CONF_CPU_X86_64_V1,
	CONF_CPU_X86_64_V2,
	CONF_CPU_X86_64_V3,
	CONF_CPU_X86_64_V4,
};

struct conf_cpuid {
	const struct conf_node *node;
	uint32_t model; /* enum conf_cpu_model */
};

enum conf_pages { CONF_PAGES_4K, CONF_PAGES_2M, CONF_PAGES_1G };

struct conf_ram {
	const struct conf_node *node;
	uint64_t at, size; /* multiples of the page size */
	uint32_t pages;    /* enum conf_pages */
	bool locked;
};

struct conf_reserve {
	const struct conf_node *node;
	uint64_t at, size;
};

struct conf_rom {
	const struct conf_node *node;
	uint64_t at, size;
	struct conf_image image;
};

struct conf_load_image {
	const struct conf_node *node;
	uint64_t at;
	struct conf_image image;
};

enum conf_memory_kind {
	CONF_MEMORY_RAM,
	CONF_MEMORY_RESERVE,
	CONF_MEMORY_ROM,
	CONF_MEMORY_LOAD,
};

struct conf_memory {
	const struct conf_node *node;
	uint32_t kind; /* enum conf_memory_kind: which member is filled */
	struct conf_ram ram;
	struct conf_reserve reserve;
	struct conf_rom rom;
	struct conf_load_image load;
};

struct conf_boot_linux {
	const struct conf_node *node;
	struct conf_image kernel;
	struct conf_image initrd; /* node NULL: none */
	const char *cmdline;      /* "" where the file has none */
};

enum conf_boot_kind { CONF_BOOT_LINUX };

struct conf_boot {
	const struct conf_node *node;
	uint32_t kind; /* enum conf_boot_kind */
	struct conf_boot_linux linux_;
};

enum conf_acpi { CONF_ACPI_REDUCED, CONF_ACPI_NONE };

/* One place in an address space. */
enum conf_space { CONF_SPACE_IO, CONF_SPACE_MMIO, CONF_SPACE_PCI };

struct conf_at {
	const struct conf_node *node;
	uint32_t space;   /* enum conf_space: which member is filled */
	uint64_t io;      /* port */
	uint64_t mmio;    /* guest-physical address */
	const char *pci;  /* "bb:dd.f" */
};

struct conf_tables {
	const struct conf_node *node;
	uint32_t acpi;      /* enum conf_acpi */
	struct conf_at at;  /* 4 registers; node NULL only with acpi: none */
	uint64_t irq;       /* GSI of the event register */
};

enum conf_irqchip_kind { CONF_IRQCHIP_KERNEL };
enum conf_pit { CONF_PIT_NONE, CONF_PIT_KERNEL };

struct conf_irqchip {
	const struct conf_node *node;
	uint32_t kind; /* enum conf_irqchip_kind */
	uint32_t pit;  /* enum conf_pit */
};

enum conf_stop { CONF_STOP_BUTTON, CONF_STOP_CUT };

/* `at:` and `irq:` of a device: one value, or one for each name. */
struct conf_named_at {
	const struct conf_node *node;
	const char *name; /* NULL: the device's only window */
	struct conf_at at;
};

struct conf_named_irq {
	const struct conf_node *node;
	const char *name; /* NULL: the device's only interrupt */
	uint64_t line;    /* GSI or INTID */
};

struct conf_device {
	const struct conf_node *node;
	const char *vdev; /* NAME of vdev-NAME.so */
	const char *name; /* unique in the file */
	CONF_LIST(struct conf_named_at) at;
	CONF_LIST(struct conf_named_irq) irq;
	bool shared;                       /* its lines may be shared */
	uint32_t refused;                  /* enum conf_unsupported_do */
	const struct conf_node *options;   /* NULL: none given */
};

enum conf_absent_kind { CONF_ABSENT_IO, CONF_ABSENT_MMIO, CONF_ABSENT_MSR };

/* What a probe of something absent reads. */
enum conf_gives {
	CONF_GIVES_ONES,  /* io, mmio */
	CONF_GIVES_ZEROS, /* io, mmio */
	CONF_GIVES_ZERO,  /* msr: reads zero, writes are dropped */
	CONF_GIVES_FAULT, /* msr: #GP */
};

struct conf_absent {
	const struct conf_node *node;
	uint32_t kind;     /* enum conf_absent_kind */
	uint64_t at;       /* port, address, or MSR number */
	uint64_t size;     /* bytes; 1 for an MSR */
	uint32_t gives;    /* enum conf_gives */
};

enum conf_unsupported_do {
	CONF_DO_ABORT,
	CONF_DO_FAIL,
	CONF_DO_IGNORE,
	CONF_DO_INHERIT, /* only conf_device.refused: as the file's own key */
};

struct conf_unsupported {
	const struct conf_node *node;
	uint32_t reference;   /* abort, fail, ignore */
	uint32_t instruction; /* abort, fail */
	uint32_t register_;   /* abort, fail, ignore */
	uint32_t refused;     /* abort, ignore */
};

struct conf_limits { /* all in nanoseconds */
	const struct conf_node *node;
	uint64_t start, shutdown, probe, answer, vdev_call, stop,
		safe_outputs, end;
};

enum conf_log_level {
	CONF_LOG_ERROR,
	CONF_LOG_WARNING,
	CONF_LOG_INFO,
	CONF_LOG_DEBUG,
};

enum conf_log_to { CONF_LOG_STDERR };

struct conf_log {
	const struct conf_node *node;
	uint32_t level; /* enum conf_log_level */
	uint32_t to;    /* enum conf_log_to */
};

struct conf {
	const struct conf_node *node; /* the whole document */
	const char *path;             /* as given; the place in messages */
	struct arena *arena;          /* owns everything here */
	uint64_t version;             /* `qvm:` */
	const char *system;
	CONF_LIST(struct conf_thread) cpus;
	uint32_t idle; /* enum conf_idle */
	struct conf_cpuid cpuid;
	struct conf_threads threads;
	CONF_LIST(struct conf_memory) memory;
	struct conf_boot boot;
	struct conf_tables tables; /* acpi: none where the file has no key */
	struct conf_irqchip irqchip;
	uint32_t stop; /* enum conf_stop */
	CONF_LIST(struct conf_device) devices;
	CONF_LIST(struct conf_absent) absent;
	struct conf_unsupported unsupported;
	struct conf_limits limits;
	struct conf_log log;
};

/*
 * Reads `path` and checks it: language, fields, and the rules between fields.
 * Every finding goes to `report`. Returns the configuration, or NULL when
 * there was a finding. `arena` and `report` outlive the result.
 */
struct conf *conf_load(const char *path, struct arena *arena,
		       struct conf_report *report);

#endif
