/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kit: the inside of the fake host, shared by its files.
 *
 * Every call into the vdev is between kit_enter and kit_leave; every breach of
 * its contract goes to kit_fault. Nothing else here may call the vdev.
 */
#ifndef QVM_VDEV_TEST_KIT_H
#define QVM_VDEV_TEST_KIT_H

#include <qvm/vdev-test.h>

enum {
	KIT_TEXT = 256,
	KIT_STREAM = 65536,
	KIT_SLOTS = VDEV_OPTIONS_MAX,
};

/* The phases of vdev.h, as a set: a service names those that it may be in. */
enum kit_phase {
	KIT_INIT = 1 << 0,    /* in init */
	KIT_READY = 1 << 1,   /* from init to start */
	KIT_RUNNING = 1 << 2, /* from start to stop */
	KIT_STOPPED = 1 << 3, /* from stop on; in fini */
	KIT_CLOSED = 1 << 4,  /* fini is over, or init failed */
};

/* Memory of a vdev between two pages that can't be touched. */
struct kit_pages {
	char *map;
	size_t map_size;
	char *bytes; /* of the vdev; they end at the guard but for the slack */
	size_t size;
};

/* One direction of bytes; `option` is NULL where nothing is attached. */
struct kit_slot {
	const struct vdev_option *option;
	char *byte;     /* KIT_STREAM of them, a ring */
	uint32_t head;  /* the oldest byte */
	uint32_t count; /* bytes that wait */
	uint32_t limit;
	uint64_t dropped;
	bool wanted;    /* the next byte in makes an event */
};

struct kit_timer {
	bool armed;
	uint64_t due_ns;
	uint64_t period_ns; /* 0: once */
};

struct vdev_test {
	struct vdev vdev; /* what the vdev sees; first: see kit_of */
	struct vdev seen; /* a copy, to find out who changed it */
	const struct vdev_plugin *plugin;
	enum kit_phase phase;
	const char *call; /* the callback that runs, or NULL */
	struct kit_pages state, options;
	uint64_t *stored[VDEV_WINDOWS_MAX];
	struct kit_slot slot[KIT_SLOTS];
	struct kit_timer timer[VDEV_TIMERS_MAX];
	uint64_t now_ns, wall_ns;
	uint32_t vcpu;

	struct {
		bool level;
		uint64_t rises;
	} irq[VDEV_IRQS_MAX];
	uint64_t counter[VDEV_COUNTERS_MAX];
	uint64_t logged, calls, spent_ns;
	uint64_t began_cpu_ns, began_wall_ns; /* of the call under way */
	uint32_t end, end_status;
	uint32_t failed; /* calls of host->fail */
	bool ready, broken;
	char why[KIT_TEXT], log[KIT_TEXT], end_why[KIT_TEXT], fault[KIT_TEXT];
};

/* Row `i` of a table; the stride is the vdev's. */
static inline const void *kit_row(const struct vdev_table *table, uint32_t i)
{
	return (const char *)table->rows + (size_t)i * table->stride;
}

/* The test is wrong: says so and ends the program. */
_Noreturn void kit_misuse(const char *what);

/* The vdev is wrong: the first time, keeps the sentence. */
__attribute__((format(printf, 2, 3)))
void kit_fault(struct vdev_test *t, const char *format, ...);

/* ---- call.c --------------------------------------------------------------- */

/* Brackets a callback named `call`. */
void kit_enter(struct vdev_test *t, const char *call);
void kit_leave(struct vdev_test *t);

/* A verdict of callback `call`: what is none is a fault, and BROKEN. */
enum vdev_verdict kit_verdict(struct vdev_test *t, const char *call,
			      enum vdev_verdict v);

/* An event if the vdev is to hear of it. */
void kit_event(struct vdev_test *t, uint32_t kind, uint32_t slot,
	       uint64_t count);

/* ---- pages.c -------------------------------------------------------------- */

void kit_pages_init(struct kit_pages *p, size_t size);

/* From now on a write is a crash. */
void kit_pages_freeze(struct kit_pages *p);

/* Whether what surrounds the bytes is as it was. */
bool kit_pages_whole(const struct kit_pages *p);

void kit_pages_fini(struct kit_pages *p);

/* ---- options.c ------------------------------------------------------------ */

/* Fills t->options from texts; false with t->why. */
bool kit_options_read(struct vdev_test *t, const char *const options[]);

/* Attaches streams to the chardev members of the filled struct. */
void kit_options_attach(struct vdev_test *t);

/* ---- access.c, services.c, clock.c ---------------------------------------- */

void kit_stored_init(struct vdev_test *t);
void kit_stored_reset(struct vdev_test *t);
void kit_stored_fini(struct vdev_test *t);

extern const struct vdev_host kit_host;

/* Arms timer `row`, `first_ns` from now. */
void kit_timer_arm(struct vdev_test *t, uint32_t row, uint64_t first_ns,
		   uint64_t period_ns);

/* ---- streams.c ------------------------------------------------------------ */

uint32_t kit_slot_put(struct kit_slot *s, const void *bytes, uint32_t len);
uint32_t kit_slot_take(struct kit_slot *s, void *bytes, uint32_t len);

/* The events for what arrived before the guest ran. */
void kit_tell_waiting(struct vdev_test *t);

#endif
