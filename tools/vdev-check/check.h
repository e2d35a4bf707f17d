/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check: what the parts of vdev-check share: the list of checks, the job that
 * each is given, and the words that it may say.
 *
 * A check runs in a child process of its own, with the plug-in loaded there and
 * nowhere else: so nothing that a plug-in does can touch the tool, or the next
 * check. It ends by coming back (the plug-in is good), by job_fail or by
 * job_skip; what ends it otherwise is the plug-in's fault.
 */
#ifndef QVM_TOOLS_VDEV_CHECK_CHECK_H
#define QVM_TOOLS_VDEV_CHECK_CHECK_H

#include <qvm/vdev-test.h>
#include <stdatomic.h>

enum { SAY_MAX = 512 };

enum outcome {
	OUTCOME_NONE, /* the child never said: it was ended */
	OUTCOME_GOOD,
	OUTCOME_FAILED,
	OUTCOME_SKIPPED,
};

/* Seen by the tool and by the child that runs a check. */
struct shared {
	_Atomic uint64_t steps; /* grows while the check gets on */
	enum outcome outcome;
	int syscall;         /* that the filter refused, + 1; 0: none */
	uint64_t seed;       /* of the round under way */
	bool seeded;
	char doing[SAY_MAX]; /* what the plug-in is being asked */
	char text[SAY_MAX];  /* why it failed or is skipped */
	char note[SAY_MAX];  /* what the user may want to know */
};

struct job {
	const char *path;               /* of the object */
	const struct vdev_plugin *plugin; /* NULL where it is not loaded */
	const char *const *options;     /* "name=value", ended by NULL */
	uint64_t seed;                  /* of all rounds; of one if replaying */
	uint32_t rounds;
	bool replaying;
	bool here;                      /* --run: in the tool's own process */
	struct shared *shared;
};

/* What must be good before a check makes sense. */
enum needs {
	NEEDS_NOTHING,
	NEEDS_OBJECT,
	NEEDS_HEAD,
	NEEDS_TABLES,
	NEEDS_INIT,
};

struct check {
	const char *name;
	const char *doc;
	enum needs needs;
	enum needs gives; /* what fails with it; NEEDS_NOTHING: only itself */
	void (*run)(struct job *job);
};

extern const struct check checks[];
extern const size_t n_checks;

/* Whether this tool, and so what it loads, is built with a sanitizer. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#else
#define SANITIZED false
#endif

/* ---- job.c ----------------------------------------------------------------- */

/* What is asked of the plug-in from here on; it shows that the check gets on. */
__attribute__((format(printf, 2, 3)))
void job_doing(struct job *job, const char *format, ...);

__attribute__((format(printf, 2, 3)))
void job_note(struct job *job, const char *format, ...);

/* Both end the child. */
_Noreturn __attribute__((format(printf, 2, 3)))
void job_fail(struct job *job, const char *format, ...);
_Noreturn __attribute__((format(printf, 2, 3)))
void job_skip(struct job *job, const char *format, ...);

/* Round `i` of the check: sets its seed; false when there are no more. */
bool job_round(struct job *job, uint32_t i, uint64_t *seed);

/* An instance that init has made; a failure is the check's. */
struct vdev_test *job_open(struct job *job);

/* Fails where the vdev has broken a rule or said BROKEN. */
void job_look(struct job *job, const struct vdev_test *t);

/* Ends the instance, and looks a last time. */
void job_close(struct job *job, struct vdev_test *t);

/* ---- run.c ----------------------------------------------------------------- */

/* Runs it in a child and prints its line. */
enum outcome run_check(const struct check *check, struct job *job);

/* Runs it here, for a debugger. */
void run_here(const struct check *check, struct job *job);

/* ---- filter.c -------------------------------------------------------------- */

/* From now on this process may only compute; a refused call is kept. */
void filter_load(struct job *job);

/* The name of a system call, to be freed; or NULL. */
char *filter_name(int syscall);

/* ---- elf.c, tables*.c, and the checks of instances ------------------------- */

void check_file(struct job *job);
void check_symbols(struct job *job);
void check_constructors(struct job *job);
void check_needs(struct job *job);
void check_loads(struct job *job);
void check_head(struct job *job);
void check_options(struct job *job);
void check_windows(struct job *job);
void check_rows(struct job *job);
void check_init(struct job *job);
void check_life(struct job *job);
void check_leaks(struct job *job);
void check_values(struct job *job);
void check_accesses(struct job *job);
void check_peeks(struct job *job);
void check_reset(struct job *job);
void check_apart(struct job *job);
void check_repeats(struct job *job);
void check_events(struct job *job);
void check_random(struct job *job);
void check_system_calls(struct job *job);
void check_allocations(struct job *job);
void check_time(struct job *job);

/* ---- rows ------------------------------------------------------------------ */

static inline const void *row_at(const struct vdev_table *table, uint32_t i)
{
	return (const char *)table->rows + (size_t)i * table->stride;
}

static inline const struct vdev_window *window_at(const struct vdev_plugin *p,
						  uint32_t i)
{
	return (const struct vdev_window *)row_at(&p->windows, i);
}

static inline const struct vdev_option *option_at(const struct vdev_plugin *p,
						  uint32_t i)
{
	return (const struct vdev_option *)row_at(&p->options, i);
}

static inline const struct vdev_reg *reg_at(const struct vdev_window *w,
					    uint32_t i)
{
	return (const struct vdev_reg *)row_at(&w->regs, i);
}

#endif
