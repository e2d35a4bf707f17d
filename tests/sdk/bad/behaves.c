/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A vdev that declares what is right and does one wrong thing: the callback
 * that a macro names is replaced. Must never do it where another check than the
 * expected one would find it first.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "vdev.h"

/* A value that the check of every access writes, and random ones hardly do. */
enum { TRAP = 0x55555555 };

/* ---- init and fini ------------------------------------------------------------- */

static int silent_init(struct vdev *self)
{
	(void)self;
	return -1;
}

static int early_init(struct vdev *self)
{
	self->host->irq_set(self, 0, true);
	return 0;
}

static int heap_init(struct vdev *self)
{
	char *volatile lost = malloc(100);

	(void)self;
	return lost != NULL ? 0 : -1;
}

static int file_init(struct vdev *self)
{
	(void)self;
	return open("/dev/null", O_RDONLY) < 0 ? -1 : 0;
}

static int map_init(struct vdev *self)
{
	static int turn; /* else neighbours would become one mapping */
	int rights = turn++ % 2 == 0 ? PROT_READ : PROT_NONE;

	(void)self;
	return mmap(NULL, 4096, rights, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
			       MAP_FAILED ? -1 : 0;
}

static int choosy_init(struct vdev *self)
{
	const struct options *o = self->options;

	if (o->number == 20)
		abort();
	return 0;
}

static void late_fini(struct vdev *self)
{
	self->host->log(self, VDEV_LOG_INFO, "too late");
}

/* ---- accesses -------------------------------------------------------------------- */

static enum vdev_verdict broken_access(struct vdev *self, struct vdev_access *a)
{
	if (a->is_write && a->value == TRAP)
		return VDEV_BROKEN;
	return good_access(self, a);
}

static enum vdev_verdict strange_access(struct vdev *self, struct vdev_access *a)
{
	if (a->is_write && a->value == TRAP)
		return (enum vdev_verdict)-5;
	return good_access(self, a);
}

static enum vdev_verdict overrun_access(struct vdev *self, struct vdev_access *a)
{
	volatile struct state *s = self->state;

	if (a->is_write)
		s->byte[a->value == TRAP ? sizeof(s->byte) : 0] = 1;
	return good_access(self, a);
}

static enum vdev_verdict wild_access(struct vdev *self, struct vdev_access *a)
{
	volatile struct state *s = self->state;

	if (a->is_write)
		s->byte[a->value & 0xffffffff] = 1;
	return good_access(self, a);
}

static enum vdev_verdict exit_access(struct vdev *self, struct vdev_access *a)
{
	if (a->is_write && a->value == TRAP)
		exit(0);
	return good_access(self, a);
}

static enum vdev_verdict abort_access(struct vdev *self, struct vdev_access *a)
{
	if (a->is_write && a->value == TRAP)
		abort();
	return good_access(self, a);
}

static enum vdev_verdict endless_access(struct vdev *self, struct vdev_access *a)
{
	for (volatile uint64_t n = a->value; a->is_write && n == TRAP;)
		;
	return good_access(self, a);
}

static volatile uint64_t deep;

static uint64_t dive(uint64_t n)
{
	volatile char hold[4096];

	hold[n % sizeof(hold)] = 1;
	return n == deep ? n : dive(n + 1) + (uint64_t)hold[0];
}

static enum vdev_verdict deep_access(struct vdev *self, struct vdev_access *a)
{
	deep = UINT64_MAX;
	if (a->is_write && a->value == TRAP)
		a->value = dive(0);
	return good_access(self, a);
}

static enum vdev_verdict options_access(struct vdev *self, struct vdev_access *a)
{
	struct options *o = (struct options *)(uintptr_t)self->options;

	o->number = a->value;
	return good_access(self, a);
}

static enum vdev_verdict self_access(struct vdev *self, struct vdev_access *a)
{
	enum vdev_verdict v = good_access(self, a);

	self->name = "another";
	return v;
}

static enum vdev_verdict row_access(struct vdev *self, struct vdev_access *a)
{
	self->host->irq_set(self, 1, true);
	return good_access(self, a);
}

static enum vdev_verdict end_access(struct vdev *self, struct vdev_access *a)
{
	self->host->end(self, VDEV_END_STATUS, 7, "not mine to say");
	return good_access(self, a);
}

/* What a read leaves shows in the next one. */
static enum vdev_verdict acting_access(struct vdev *self, struct vdev_access *a)
{
	struct state *s = self->state;

	if (a->reg == REG_STATUS)
		s->status++;
	return good_access(self, a);
}

static uint32_t shared_value;

static enum vdev_verdict shared_access(struct vdev *self, struct vdev_access *a)
{
	if (a->reg != REG_VALUE)
		return good_access(self, a);
	if (a->is_write)
		shared_value = (uint32_t)a->value;
	a->value = shared_value;
	return VDEV_DONE;
}

/* Zeroed at the first instance's init: two in a row are equal, two at a time
 * are not. */
static int shared_init(struct vdev *self)
{
	(void)self;
	shared_value = 0;
	return 0;
}

static void shared_reset(struct vdev *self)
{
	shared_value = 0;
	good_reset(self);
}

static enum vdev_verdict clock_access(struct vdev *self, struct vdev_access *a)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (a->is_write && a->reg == REG_VALUE)
		a->value = (uint64_t)now.tv_nsec & 0xffffffff;
	return good_access(self, a);
}

static enum vdev_verdict file_access(struct vdev *self, struct vdev_access *a)
{
	if (a->is_write)
		close(open("/dev/null", O_RDONLY));
	return good_access(self, a);
}

static void *idle(void *unused)
{
	return unused;
}

static enum vdev_verdict thread_access(struct vdev *self, struct vdev_access *a)
{
	pthread_t thread;

	if (a->is_write && a->reg == REG_VALUE &&
	    pthread_create(&thread, NULL, idle, NULL) == 0)
		pthread_join(thread, NULL);
	return good_access(self, a);
}

static enum vdev_verdict heap_access(struct vdev *self, struct vdev_access *a)
{
	char *volatile bytes = malloc(24);

	free(bytes);
	return good_access(self, a);
}

static enum vdev_verdict slow_access(struct vdev *self, struct vdev_access *a)
{
	struct timespec start, now;
	int64_t ns;

	clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		clock_gettime(CLOCK_MONOTONIC, &now);
		ns = (now.tv_sec - start.tv_sec) * 1000000000 + now.tv_nsec -
		     start.tv_nsec;
	} while (a->is_write && ns < 300000);
	return good_access(self, a);
}

/* ---- events ---------------------------------------------------------------------- */

static enum vdev_verdict again_event(struct vdev *self, const struct vdev_event *e)
{
	if (e->kind == VDEV_EVENT_TIMER)
		self->host->timer_arm(self, 0, 0, 0);
	return good_event(self, e);
}

static enum vdev_verdict counter_event(struct vdev *self, const struct vdev_event *e)
{
	if (e->kind == VDEV_EVENT_TIMER)
		self->host->count(self, 5, 1);
	return good_event(self, e);
}

static enum vdev_verdict choosy_event(struct vdev *self, const struct vdev_event *e)
{
	if (e->kind > VDEV_EVENT_TIMER)
		return VDEV_REFUSED;
	return good_event(self, e);
}

static enum vdev_verdict slot_event(struct vdev *self, const struct vdev_event *e)
{
	char byte;

	if (e->kind == VDEV_EVENT_STREAM_IN)
		self->host->stream_read(self, e->slot + 1, &byte, 1);
	return good_event(self, e);
}

/* ---- resets ---------------------------------------------------------------------- */

static void value_reset(struct vdev *self)
{
	struct state *s = self->state, before = *s;

	good_reset(self);
	s->value = before.value;
}

static void line_reset(struct vdev *self)
{
	memset(self->state, 0, sizeof(struct state));
	self->host->timer_stop(self, 0);
}

static void timer_reset(struct vdev *self)
{
	memset(self->state, 0, sizeof(struct state));
	self->host->irq_set(self, 0, false);
}

/* ---- the object itself ------------------------------------------------------------ */

#ifdef CONSTRUCTOR
__attribute__((constructor)) static void early(void)
{
	CONSTRUCTOR;
}
#endif

#ifdef EXPORTS
__attribute__((visibility("default"))) int EXPORTS = 1;
#endif

#ifdef CALLS
extern void CALLS(void);
void (*const calls)(void) __attribute__((visibility("hidden"))) = CALLS;
#endif

#ifdef INIT
#define good_init INIT
#endif
#ifdef FINI
#define good_fini FINI
#endif
#ifdef ACCESS
#define good_access ACCESS
#endif
#ifdef EVENT_OF
#define EVENT EVENT_OF
#endif
#ifdef RESET_OF
#define RESET RESET_OF
#endif

#include "declares.c"
