/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Declarations: the head of the plug-in and its options. Written from vdev.h,
 * and stricter than the host, which only protects itself. Must never follow a
 * pointer out of a table before the table has been found sane; where that is
 * not enough, the child crashes, and that is told.
 */
#include "tables.h"

#include <string.h>

enum { STATE_MAX = 16 * 1024 * 1024, OPTIONS_SIZE_MAX = 65536 };

bool table_is_name(const char *name)
{
	size_t n;

	if (name == NULL || name[0] < 'a' || name[0] > 'z')
		return false;
	n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return n < TABLE_NAME_MAX && name[n] == '\0';
}

/* Texts of the manual begin and end like sentences; a page of it is enough. */
bool table_is_doc(const char *doc)
{
	size_t n = doc == NULL ? 0 : strnlen(doc, TABLE_DOC_MAX);

	return n > 1 && n < TABLE_DOC_MAX && doc[n - 1] == '.';
}

void table_check(struct job *job, const struct vdev_table *t, uint32_t most,
		 size_t row, const char *what)
{
	job_doing(job, "the table of %s", what);
	if (t->count > most)
		job_fail(job, "%u rows of %s; at most %u", t->count, what, most);
	if (t->count != 0 && t->rows == NULL)
		job_fail(job, "%u rows of %s, and no rows", t->count, what);
	if (t->count != 0 && (t->stride < row || t->stride > 4096 ||
			      t->stride % _Alignof(uint64_t) != 0))
		job_fail(job, "%s have a stride of %u; a row has %zu bytes",
			 what, t->stride, row);
}

static void check_version(struct job *job, const struct vdev_plugin *p)
{
	if (p->abi_major != VDEV_ABI_MAJOR || p->abi_minor > VDEV_ABI_MINOR)
		job_fail(job, "it is built for vdev ABI %u.%u, this tool for "
			      "%u.%u", p->abi_major, p->abi_minor,
			 VDEV_ABI_MAJOR, VDEV_ABI_MINOR);
	if (p->size < sizeof(*p) || p->size > 4096)
		job_fail(job, "struct vdev_plugin says that it has %u bytes; it "
			      "has %zu", p->size, sizeof(*p));
}

/* `vdev-NAME.so` without its directory. */
static bool is_named_so(const char *path, const char *name)
{
	const char *file = strrchr(path, '/');
	size_t len = strlen(name);

	file = file != NULL ? file + 1 : path;
	return strncmp(file, "vdev-", 5) == 0 &&
	       strncmp(file + 5, name, len) == 0 &&
	       strcmp(file + 5 + len, ".so") == 0;
}

static void check_words(struct job *job, const struct vdev_plugin *p)
{
	if (!table_is_name(p->name))
		job_fail(job, "its name is none");
	if (!is_named_so(job->path, p->name))
		job_fail(job, "its name is `%s`, so its file must be "
			      "vdev-%s.so", p->name, p->name);
	if (p->summary == NULL || p->summary[0] == '\0' ||
	    strnlen(p->summary, 100) == 100 || table_is_doc(p->summary))
		job_fail(job, "its summary is no clause of at most 99 bytes "
			      "without a full stop");
	if (!table_is_doc(p->doc))
		job_fail(job, "its doc is no text that ends with a full stop");
}

static void check_ops(struct job *job, const struct vdev_plugin *p)
{
	if (p->ops == NULL)
		job_fail(job, "it has no ops");
	if (p->ops->size < sizeof(*p->ops) || p->ops->size > 4096)
		job_fail(job, "struct vdev_ops says that it has %u bytes; it "
			      "has %zu", p->ops->size, sizeof(*p->ops));
	if (p->ops->init == NULL || p->ops->access == NULL ||
	    p->ops->reset == NULL)
		job_fail(job, "it lacks init, access or reset");
	if (p->ops->event == NULL && p->timers.count != 0)
		job_fail(job, "it has timers and no event");
}

void check_head(struct job *job)
{
	const struct vdev_plugin *p = job->plugin;
	const uint32_t legacy = VDEV_LEGACY_CMOS | VDEV_LEGACY_I8042;

	job_doing(job, "struct vdev_plugin");
	check_version(job, p);
	check_words(job, p);
	check_ops(job, p);
	if (p->state_size > STATE_MAX)
		job_fail(job, "it wants %u bytes of state; at most %u",
			 p->state_size, STATE_MAX);
	if (p->options_size > OPTIONS_SIZE_MAX)
		job_fail(job, "its option struct has %u bytes; at most %u",
			 p->options_size, OPTIONS_SIZE_MAX);
	if (p->call_us == 0 || p->call_us > 1000000)
		job_fail(job, "call_us is %u; 1 to 1000000", p->call_us);
	if ((p->legacy & ~legacy) != 0)
		job_fail(job, "legacy is 0x%x, which is not known", p->legacy);
}

/* ---- interrupts, counters, timers --------------------------------------------- */

/* Rows of these tables begin with a name and a doc. */
struct named {
	const char *name;
	const char *doc;
};

_Static_assert(offsetof(struct vdev_irq, name) == offsetof(struct named, name) &&
		       offsetof(struct vdev_irq, doc) == offsetof(struct named, doc),
	       "rows begin alike");

static void check_named(struct job *job, const struct vdev_table *t,
			const char *what)
{
	for (uint32_t i = 0; i < t->count; i++) {
		const struct named *row = row_at(t, i);

		job_doing(job, "row %u of %s", i, what);
		if (!table_is_name(row->name))
			job_fail(job, "row %u of %s has no name", i, what);
		if (!table_is_doc(row->doc))
			job_fail(job, "%s: `%s` has no doc that ends with a "
				      "full stop", what, row->name);
		for (uint32_t k = 0; k < i; k++)
			if (strcmp(((const struct named *)row_at(t, k))->name,
				   row->name) == 0)
				job_fail(job, "%s: `%s` is there twice", what,
					 row->name);
	}
}

void check_rows(struct job *job)
{
	const struct vdev_plugin *p = job->plugin;

	table_check(job, &p->irqs, VDEV_IRQS_MAX, sizeof(struct vdev_irq),
		    "interrupts");
	table_check(job, &p->counters, VDEV_COUNTERS_MAX,
		    sizeof(struct vdev_counter), "counters");
	table_check(job, &p->timers, VDEV_TIMERS_MAX, sizeof(struct vdev_timer),
		    "timers");
	check_named(job, &p->irqs, "interrupts");
	check_named(job, &p->counters, "counters");
	check_named(job, &p->timers, "timers");
	for (uint32_t i = 0; i < p->irqs.count; i++) {
		const struct vdev_irq *q = row_at(&p->irqs, i);

		if (q->trigger > VDEV_LEVEL || (q->flags & ~VDEV_REQUIRED) != 0)
			job_fail(job, "interrupt `%s` has a trigger or flags "
				      "that are not known", q->name);
	}
}
