/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vdev.h: what a virtual device and its host owe each other.
 *
 * This is the only qvm header that a vdev includes. A vdev is a shared object
 * `vdev-NAME.so` that exports one symbol, `vdev_plugin`, and calls nothing in
 * qvm by name: every service arrives in struct vdev_host. So a vdev links, and
 * is tested, without qvm; and nothing here needs an address space in common.
 *
 * What a vdev is stands in tables: options, windows, registers, interrupts,
 * counters. The host writes them down as `vdev-NAME.json` when the vdev is
 * built, checks a guest's file against that description without loading the
 * object, and at assembly compares the description with the object.
 *
 * Life of an instance ("sealed": nothing can be opened, mapped or created):
 *
 *   init -> [seal] -> start -> { access, event, reset }* -> stop -> fini
 *
 * Threads: `access` runs on the vCPU's thread, everything else on the thread
 * named at the callback. The host holds the instance's lock around each call,
 * so no two calls into one instance ever overlap. A callback MUST NOT block
 * and MUST return within the time that its type declares.
 *
 * Version 0: the layout may still change. From 1.0 on, tables and structures
 * only grow, at their ends; `size` and `stride` tell what a vdev was built with.
 */
#ifndef QVM_VDEV_H
#define QVM_VDEV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VDEV_ABI_MAJOR 0 /* changed when an existing vdev would misbehave */
#define VDEV_ABI_MINOR 2 /* changed when something is appended */

/* Most rows that a vdev may declare; a larger table is refused at load. */
#define VDEV_OPTIONS_MAX 64
#define VDEV_WINDOWS_MAX 8
#define VDEV_REGS_MAX 1024 /* per window */
#define VDEV_IRQS_MAX 32
#define VDEV_COUNTERS_MAX 64
#define VDEV_TIMERS_MAX 16

struct vdev;

/*
 * What became of an access. Zero is the safe answer.
 * BROKEN ends the VM in its safe state (exit 6). REFUSED is the guest's fault:
 * the file's `unsupported: refused` decides what follows.
 */
enum vdev_verdict {
	VDEV_BROKEN,
	VDEV_REFUSED,
	VDEV_DONE,
};

/* A table: `rows` points to `count` rows, `stride` bytes apart. */
struct vdev_table {
	const void *rows;
	uint32_t count;
	uint32_t stride;
};

#define VDEV_TABLE(array) \
	{ (array), (uint32_t)(sizeof(array) / sizeof((array)[0])), \
	  (uint32_t)sizeof((array)[0]) }

/* ---- options ---------------------------------------------------------- */

enum vdev_option_type {
	VDEV_OPTION_NONE,     /* never valid: catches a zeroed row */
	VDEV_OPTION_BOOL,     /* C type: bool */
	VDEV_OPTION_UINT,     /* uint64_t, `min`..`max` */
	VDEV_OPTION_SIZE,     /* uint64_t, bytes, `min`..`max` */
	VDEV_OPTION_DURATION, /* uint64_t, nanoseconds, `min`..`max` */
	VDEV_OPTION_WORD,     /* uint32_t: index into `words` */
	VDEV_OPTION_TEXT,     /* const char *, UTF-8, owned by the host */
	VDEV_OPTION_CHARDEV,  /* uint32_t: stream slot; the host opens it */
};

/* What a chardev option asks of its stream (flags of struct vdev_option). */
#define VDEV_STREAM_OUT 0x1u /* bytes from the guest */
#define VDEV_STREAM_IN 0x2u  /* bytes to the guest */

#define VDEV_REQUIRED 0x100u /* the file must give this option */

/* A stream slot to which the file attached nothing. */
#define VDEV_SLOT_NONE UINT32_MAX

struct vdev_option {
	const char *name;  /* [a-z][a-z0-9-]*, unique in the table */
	const char *doc;   /* one or more sentences; part of the manual */
	const char *unset; /* value if the file has none, spelt as in the file;
			      NULL only with VDEV_REQUIRED */
	const char *words; /* WORD: the choices, separated by single blanks */
	uint64_t min, max; /* UINT, SIZE, DURATION: inclusive bounds */
	uint32_t type;     /* enum vdev_option_type */
	uint32_t flags;    /* VDEV_REQUIRED, VDEV_STREAM_* */
	uint32_t offset;   /* bytes from the start of the vdev's option struct */
	uint32_t reserved; /* 0 */
};

/* ---- windows and registers -------------------------------------------- */

#define VDEV_W8 0x1u /* access widths, as a set */
#define VDEV_W16 0x2u
#define VDEV_W32 0x4u
#define VDEV_W64 0x8u

#define VDEV_RO 0x1u /* directions that a guest may use */
#define VDEV_WO 0x2u
#define VDEV_RW (VDEV_RO | VDEV_WO)

enum vdev_reg_kind {
	VDEV_REG_CALLED, /* the host calls `access` */
	VDEV_REG_STORED, /* the host keeps the value; the vdev is not called */
	/*
	 * `count` bytes in a row, for what has no fixed registers: size 1,
	 * step 1. An access of any listed width may lie anywhere inside; the
	 * host calls `access` with `index` as the first byte's place.
	 */
	VDEV_REG_BLOCK,
};

#define VDEV_READ_ACTS 0x1u /* a read changes the device: never read in passing */

/*
 * One register, or `count` equal ones `step` bytes apart. The host refuses a
 * width or direction that is not listed, and anything that no register holds,
 * before the vdev hears of it.
 */
struct vdev_reg {
	const char *name;   /* as in the device's manual */
	const char *doc;
	uint64_t reset;     /* STORED: value at power-on and after reset */
	uint64_t writable;  /* STORED: bits that a guest write can change */
	uint32_t offset;    /* bytes from the start of the window */
	uint32_t count;     /* 1.. */
	uint32_t step;      /* bytes; 0 where count is 1 */
	uint8_t size;       /* bytes that one register takes: 1, 2, 4, 8 */
	uint8_t widths;     /* VDEV_W*: accesses must not leave the register */
	uint8_t direction;  /* VDEV_RO, VDEV_WO, VDEV_RW */
	uint8_t kind;       /* enum vdev_reg_kind */
	uint32_t flags;     /* VDEV_READ_ACTS */
	uint32_t reserved;  /* 0 */
};

#define VDEV_SPACE_IO 0x1u   /* x86 ports */
#define VDEV_SPACE_MMIO 0x2u /* guest-physical memory */

struct vdev_window {
	const char *name;       /* key in `at:` where there are several */
	const char *doc;
	struct vdev_table regs; /* of struct vdev_reg; sorted, no overlap */
	uint32_t size;          /* bytes */
	uint32_t spaces;        /* VDEV_SPACE_*: where the file may put it */
};

/* ---- interrupts, counters, tables for the guest ------------------------ */

enum vdev_trigger {
	VDEV_EDGE,  /* raised by a change from inactive to active */
	VDEV_LEVEL, /* held while active */
};

struct vdev_irq {
	const char *name; /* key in `irq:` where there are several */
	const char *doc;
	uint32_t trigger; /* enum vdev_trigger */
	uint32_t flags;   /* VDEV_REQUIRED */
};

/* A number that only grows; shown in the status and in records. */
struct vdev_counter {
	const char *name;
	const char *doc;
};

/* A timer of the instance; it fires as VDEV_EVENT_TIMER. */
struct vdev_timer {
	const char *name;
	const char *doc;
};

/*
 * What of a PC the device is: the host tells the guest (ACPI's FADT) that it
 * is there. Two devices of one guest MUST NOT provide the same.
 */
#define VDEV_LEGACY_CMOS 0x1u  /* clock and CMOS at ports 0x70, 0x71; the
				  century in byte 0x32 */
#define VDEV_LEGACY_I8042 0x2u /* keyboard controller at 0x60, 0x64 */

/*
 * How the device is named to a guest that reads ACPI. The host adds the
 * windows and interrupts as current resources, in the order of their tables.
 */
struct vdev_acpi {
	const char *hid; /* _HID, e.g. "PNP0501"; NULL: not told to the guest */
	const char *cid; /* _CID or NULL */
};

/* ---- calls into a vdev -------------------------------------------------- */

/* One guest access to a CALLED register. Width and direction are checked. */
struct vdev_access {
	uint32_t size;    /* of this struct, as the host was built */
	uint16_t window;  /* row of the window table */
	uint16_t reg;     /* row of the window's register table */
	uint32_t index;   /* which of the row's `count` registers */
	uint8_t byte;     /* first byte inside the register */
	uint8_t width;    /* bytes: 1, 2, 4, 8 */
	uint8_t is_write;
	uint8_t reserved;
	uint32_t vcpu;    /* 0.. */
	uint32_t flags;   /* 0 */
	uint64_t value;   /* write: what the guest wrote, zero-extended; read:
			     the vdev's answer, cut to `width` by the host */
};

enum vdev_event_kind {
	VDEV_EVENT_NONE,
	VDEV_EVENT_STREAM_IN, /* slot: bytes can be read, or were and the
				 vdev may read on */
	VDEV_EVENT_TIMER,     /* slot: row of the timer table; count: how
				 often it expired since the last event */
};

struct vdev_event {
	uint32_t size; /* of this struct, as the host was built */
	uint32_t kind; /* enum vdev_event_kind; ignore kinds unknown to you */
	uint32_t slot;
	uint32_t reserved; /* 0 */
	uint64_t count;
};

struct vdev_ops {
	uint32_t size; /* sizeof(struct vdev_ops), as the vdev was built */
	uint32_t reserved;

	/*
	 * Prepare `state`; the host has zeroed it and filled `options`. Main
	 * thread, before the seal; may block. Returns 0, or -1 after one call
	 * of host->fail. A failed init leaves nothing: fini is not called.
	 */
	int (*init)(struct vdev *self);

	/* The guest is about to run. Loop thread. May be NULL. */
	void (*start)(struct vdev *self);

	/* A guest access to a CALLED register. vCPU thread. */
	enum vdev_verdict (*access)(struct vdev *self, struct vdev_access *a);

	/* Something that the vdev waits for. Loop thread. May be NULL if the
	 * vdev declares nothing that makes events. */
	enum vdev_verdict (*event)(struct vdev *self,
				   const struct vdev_event *event);

	/* Back to the state after init. Loop thread. STORED registers have
	 * already been reset. */
	void (*reset)(struct vdev *self);

	/* No access or event will follow. Loop thread. May be NULL. */
	void (*stop)(struct vdev *self);

	/* Give back what init took. Main thread. May be NULL. */
	void (*fini)(struct vdev *self);
};

/* ---- services of the host ----------------------------------------------- */

/* How a vdev may end the VM; each has its own exit status of qvm. */
enum vdev_end {
	VDEV_END_NONE,     /* never valid */
	VDEV_END_STATUS,   /* the vdev's own status, 32..63 */
	VDEV_END_OFF,      /* the guest powered itself off: 0 */
	VDEV_END_RESET,    /* the guest asked for a reset: 8 */
	VDEV_END_WATCHDOG, /* the guest is not well: 4 */
	VDEV_END_CRASH,    /* the guest says that it has crashed: 9 */
};

enum vdev_log_level {
	VDEV_LOG_ERROR,
	VDEV_LOG_WARNING,
	VDEV_LOG_INFO,
	VDEV_LOG_DEBUG,
};

/*
 * None of these blocks or allocates. `self` is the pointer that the callback
 * got; using another instance's is a fault. Phase: from init to stop, but
 * where stated otherwise.
 */
struct vdev_host {
	uint32_t size; /* sizeof(struct vdev_host), as the host was built */
	uint16_t abi_major, abi_minor;

	/* Says why init fails: one clause, no full stop. Phase: init only. */
	void (*fail)(struct vdev *self, const char *why);

	/*
	 * Drives interrupt `irq` (row of the irq table) active or inactive.
	 * Costs a system call only where the level changes. Does nothing if
	 * the file gave no line. Phase: start to stop.
	 */
	void (*irq_set)(struct vdev *self, uint32_t irq, bool active);

	/*
	 * Hands `len` bytes to the output of a stream; returns how many were
	 * taken. What a full buffer does not take is lost and counted by the
	 * host. VDEV_SLOT_NONE takes everything.
	 */
	uint32_t (*stream_write)(struct vdev *self, uint32_t slot,
				 const void *bytes, uint32_t len);

	/*
	 * Takes at most `len` bytes from the input of a stream; returns how
	 * many. While bytes wait, no new VDEV_EVENT_STREAM_IN comes: one comes
	 * when bytes arrive after a read that found none.
	 */
	uint32_t (*stream_read)(struct vdev *self, uint32_t slot, void *bytes,
				uint32_t len);

	/* One line for the log, rate-limited per instance. UTF-8; control
	 * characters are escaped. */
	void (*log)(struct vdev *self, uint32_t level, const char *line);

	/* Adds to counter `counter` (row of the counter table). */
	void (*count)(struct vdev *self, uint32_t counter, uint64_t n);

	/*
	 * Ends the VM. `status`: with VDEV_END_STATUS the exit status, 32..63;
	 * else 0. `why`: one clause for the operator. Called from `access`, the
	 * guest does not execute the next instruction. The first end counts,
	 * later ones are ignored. Phase: start to stop.
	 */
	void (*end)(struct vdev *self, uint32_t end, uint32_t status,
		    const char *why);

	/*
	 * Lets timer `timer` (row of the timer table) fire `first_ns` from
	 * now, and then every `period_ns`; 0: once. Arming again replaces; a
	 * `first_ns` of 0 fires at once. What was due before is forgotten.
	 * Phase: start to stop.
	 */
	void (*timer_arm)(struct vdev *self, uint32_t timer, uint64_t first_ns,
			  uint64_t period_ns);

	/* No event of it follows but one that is under way: whoever has
	 * stopped or armed anew looks at the clock when an event comes. */
	void (*timer_stop)(struct vdev *self, uint32_t timer);

	/* Nanoseconds of the guest's life: 0 at its first instruction, and
	 * standing still while it is paused. Never goes back. */
	uint64_t (*now)(struct vdev *self);

	/*
	 * Wall-clock time of the host, nanoseconds since 1970-01-01 UTC. May
	 * jump.
	 */
	uint64_t (*wall_clock)(struct vdev *self);
};

/* One instance. Owned by the host; lives from init to fini. */
struct vdev {
	uint32_t size; /* of this struct, as the host was built */
	uint32_t reserved;
	const struct vdev_host *host;
	const char *name;    /* the instance's name in the file */
	const void *options; /* options_size bytes, read-only */
	void *state;         /* state_size bytes, the vdev's own */
};

/* ---- what a vdev exports --------------------------------------------------*/

struct vdev_plugin {
	uint32_t size; /* sizeof(struct vdev_plugin), as the vdev was built */
	uint16_t abi_major, abi_minor;

	const char *name;    /* NAME of vdev-NAME.so */
	const char *summary; /* a clause, no full stop */
	const char *doc;     /* paragraphs for the manual */

	struct vdev_table options;  /* struct vdev_option */
	struct vdev_table windows;  /* struct vdev_window */
	struct vdev_table irqs;     /* struct vdev_irq */
	struct vdev_table counters; /* struct vdev_counter */
	struct vdev_table timers;   /* struct vdev_timer */
	struct vdev_acpi acpi;

	uint32_t options_size; /* bytes of the option struct */
	uint32_t state_size;   /* bytes of state per instance, at most 16 MiB */
	uint32_t call_us;      /* longest time in one callback, microseconds */
	uint32_t legacy;       /* VDEV_LEGACY_* */

	const struct vdev_ops *ops;
};

#if defined(__GNUC__)
#define VDEV_EXPORT __attribute__((visibility("default")))
#else
#define VDEV_EXPORT
#endif

/* The one symbol that a vdev exports. */
#ifdef __cplusplus
extern VDEV_EXPORT const struct vdev_plugin vdev_plugin;
#else
extern const struct vdev_plugin vdev_plugin VDEV_EXPORT;
#endif

#ifdef __cplusplus
}
#endif

#endif
