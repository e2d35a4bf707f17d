/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a vdev's tables must be before the host uses them. Must never follow a
 * pointer out of a table before the table itself has been found sane.
 */
#include <errno.h>
#include <string.h>

#include "conf/util/log.h"
#include "conf/util/range.h"
#include "qvm/plug/plugin.h"
#include "qvm/plug/rows.h"

enum { NAME_MAX_LEN = 64, STATE_MAX = 16 * 1024 * 1024, WINDOW_MAX = 65536 };

/* A name of the file's language: [a-z][a-z0-9-]*. */
static bool is_name(const char *name)
{
	size_t n = 0;

	if (name == NULL || name[0] < 'a' || name[0] > 'z')
		return false;
	while (n < NAME_MAX_LEN &&
	       ((name[n] >= 'a' && name[n] <= 'z') ||
		(name[n] >= '0' && name[n] <= '9') || name[n] == '-'))
		n++;
	return n < NAME_MAX_LEN && name[n] == '\0';
}

/* Tells the refusal once; what is wrong is in the words, not in an errno. */
#define REFUSE(...) (host_fail(0, "plug-in " __VA_ARGS__), -EINVAL)

static int check_table(const struct vdev_table *t, uint32_t most, size_t row,
		       const char *what, const char *path)
{
	if (t->count > most)
		return REFUSE("%s: %u rows of %s; at most %u", path,
			      t->count, what, most);
	if (t->count > 0 && (t->rows == NULL || t->stride < row ||
			     !is_aligned(t->stride, _Alignof(uint64_t)) ||
			     t->stride > 4096))
		return REFUSE("%s: the table of %s has no rows or a "
				    "stride of %u; need %zu",
			      path, what, t->stride, row);
	return 0;
}

/* Rows of every table begin with their name and their doc. */
struct named_row {
	const char *name;
	const char *doc;
};

_Static_assert(offsetof(struct vdev_option, doc) == offsetof(struct named_row, doc) &&
		       offsetof(struct vdev_window, doc) == offsetof(struct named_row, doc) &&
		       offsetof(struct vdev_irq, doc) == offsetof(struct named_row, doc) &&
		       offsetof(struct vdev_counter, doc) == offsetof(struct named_row, doc) &&
		       offsetof(struct vdev_timer, doc) == offsetof(struct named_row, doc),
	       "all rows begin alike");

static bool is_taken(const struct vdev_table *t, uint32_t i)
{
	const struct named_row *row = row_at(t, i);

	for (uint32_t j = 0; j < i; j++)
		if (strcmp(((const struct named_row *)row_at(t, j))->name,
			   row->name) == 0)
			return true;
	return false;
}

/* Each row has a name of its own and says what it is. */
static int check_names(const struct vdev_table *t, const char *what,
		       const char *path)
{
	for (uint32_t i = 0; i < t->count; i++) {
		const struct named_row *row = row_at(t, i);

		if (!is_name(row->name) || row->doc == NULL)
			return REFUSE("%s: row %u of %s has no name or no doc",
				      path, i, what);
		if (is_taken(t, i))
			return REFUSE("%s: two rows of %s are called %s", path,
				      what, row->name);
	}
	return 0;
}

static size_t option_size(uint32_t type)
{
	switch ((enum vdev_option_type)type) {
	case VDEV_OPTION_BOOL:
		return sizeof(bool);
	case VDEV_OPTION_WORD:
	case VDEV_OPTION_CHARDEV:
		return sizeof(uint32_t);
	case VDEV_OPTION_UINT:
	case VDEV_OPTION_SIZE:
	case VDEV_OPTION_DURATION:
		return sizeof(uint64_t);
	case VDEV_OPTION_TEXT:
		return sizeof(const char *);
	case VDEV_OPTION_NONE:
		break;
	}
	return 0;
}

static int check_options(const struct vdev_plugin *v, const char *path)
{
	for (uint32_t i = 0; i < v->options.count; i++) {
		const struct vdev_option *o = row_option(v, i);
		size_t size = option_size(o->type);

		if (size == 0 || !is_aligned(o->offset, size) ||
		    v->options_size < size ||
		    o->offset > v->options_size - size)
			return REFUSE("%s: option %s has no type or lies "
					    "outside of the option struct",
				      path, o->name);
		if (o->unset == NULL && (o->flags & VDEV_REQUIRED) == 0)
			return REFUSE("%s: option %s is neither required "
					    "nor says what it is when unset",
				      path, o->name);
		if (o->type == VDEV_OPTION_WORD && o->words == NULL)
			return REFUSE("%s: option %s has no words", path,
				      o->name);
	}
	return 0;
}

/* The numbers of a row by themselves, before they meet their window. */
static bool reg_can_be(const struct vdev_reg *r)
{
	const uint8_t all = VDEV_W8 | VDEV_W16 | VDEV_W32 | VDEV_W64;

	if (r->widths == 0 || (r->widths & ~all) != 0 || r->direction == 0 ||
	    (r->direction & ~VDEV_RW) != 0 || r->count == 0)
		return false;
	if (r->kind == VDEV_REG_BLOCK)
		return r->size == 1 && r->step == 1;
	return r->kind <= VDEV_REG_STORED &&
	       (r->size == 1 || r->size == 2 || r->size == 4 || r->size == 8) &&
	       r->widths < 2 * r->size &&
	       (r->count == 1 || r->step >= r->size);
}

/* Registers are sorted and apart; `*end` is the first byte behind the last. */
static int check_reg(const struct vdev_window *w, uint32_t i, uint64_t *end,
		     const char *path)
{
	const struct vdev_reg *r = row_reg(w, i);
	uint64_t last;

	if (r->name == NULL || r->doc == NULL)
		return REFUSE("%s: window %s: register row %u has no "
				    "name or no doc", path, w->name, i);
	if (!reg_can_be(r))
		return REFUSE("%s: window %s: register %s has a size, width, "
			      "direction, kind, count or step that can't be",
			      path, w->name, r->name);
	if (r->count > w->size || r->step > w->size)
		last = UINT64_MAX;
	else
		last = r->offset + (uint64_t)(r->count - 1) * r->step + r->size;
	if (r->offset < *end || last > w->size)
		return REFUSE("%s: window %s: register %s is not behind "
				    "the one before it, or leaves the window",
			      path, w->name, r->name);
	*end = last;
	return 0;
}

static int check_window(const struct vdev_window *w, const char *path)
{
	const uint32_t spaces = VDEV_SPACE_IO | VDEV_SPACE_MMIO;
	uint64_t end = 0;
	int err;

	if (w->size == 0 || w->size > WINDOW_MAX || w->spaces == 0 ||
	    (w->spaces & ~spaces) != 0)
		return REFUSE("%s: window %s: size 0x%x, spaces 0x%x",
			      path, w->name, w->size, w->spaces);
	err = check_table(&w->regs, VDEV_REGS_MAX, sizeof(struct vdev_reg),
			  "registers", path);
	for (uint32_t r = 0; err == 0 && r < w->regs.count; r++)
		err = check_reg(w, r, &end, path);
	return err;
}

static int check_irqs(const struct vdev_plugin *v, const char *path)
{
	for (uint32_t i = 0; i < v->irqs.count; i++)
		if (row_irq(v, i)->trigger > VDEV_LEVEL)
			return REFUSE("%s: interrupt %s has no trigger", path,
				      row_irq(v, i)->name);
	return 0;
}

static int check_head(const struct vdev_plugin *v, const char *path)
{
	if (v->abi_major != VDEV_ABI_MAJOR || v->abi_minor > VDEV_ABI_MINOR)
		return REFUSE("%s is built for vdev ABI %u.%u; this qvm "
				    "has %u.%u: build it again with this "
				    "qvm's header",
			      path, v->abi_major, v->abi_minor, VDEV_ABI_MAJOR,
			      VDEV_ABI_MINOR);
	if (v->size < sizeof(*v))
		return REFUSE("%s: its description is cut off (%u bytes "
				    "of %zu)", path, v->size, sizeof(*v));
	if (!is_name(v->name) || v->summary == NULL || v->doc == NULL)
		return REFUSE("%s has no name, summary or doc", path);
	if (v->state_size > STATE_MAX || v->options_size > 65536)
		return REFUSE("%s wants %u bytes of state and %u of "
				    "options", path, v->state_size,
			      v->options_size);
	if (v->ops == NULL || v->ops->size < sizeof(*v->ops) ||
	    v->ops->init == NULL || v->ops->access == NULL ||
	    v->ops->reset == NULL)
		return REFUSE("%s lacks init, access or reset", path);
	return 0;
}

int plugin_check(const struct vdev_plugin *v, const char *path)
{
	const struct {
		const struct vdev_table *table;
		uint32_t most;
		size_t row;
		const char *what;
	} tables[] = {
		{ &v->options, VDEV_OPTIONS_MAX, sizeof(struct vdev_option),
		  "options" },
		{ &v->windows, VDEV_WINDOWS_MAX, sizeof(struct vdev_window),
		  "windows" },
		{ &v->irqs, VDEV_IRQS_MAX, sizeof(struct vdev_irq),
		  "interrupts" },
		{ &v->counters, VDEV_COUNTERS_MAX, sizeof(struct vdev_counter),
		  "counters" },
		{ &v->timers, VDEV_TIMERS_MAX, sizeof(struct vdev_timer),
		  "timers" },
	};
	int err = check_head(v, path);

	for (size_t i = 0; err == 0 && i < ARRAY_LEN(tables); i++) {
		err = check_table(tables[i].table, tables[i].most,
				  tables[i].row, tables[i].what, path);
		if (err == 0)
			err = check_names(tables[i].table, tables[i].what,
					  path);
	}
	if (err == 0)
		err = check_options(v, path);
	for (uint32_t i = 0; err == 0 && i < v->windows.count; i++)
		err = check_window(row_window(v, i), path);
	return err != 0 ? err : check_irqs(v, path);
}
