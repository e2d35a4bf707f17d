/* SPDX-License-Identifier: Apache-2.0 */
#include "qvm/plug/describe.h"

#include "conf/util/claim.h"
#include "conf/util/json.h"
#include "qvm/plug/rows.h"

static const char *const option_types[] = {
	[VDEV_OPTION_BOOL] = "bool",         [VDEV_OPTION_UINT] = "uint",
	[VDEV_OPTION_SIZE] = "size",         [VDEV_OPTION_DURATION] = "duration",
	[VDEV_OPTION_WORD] = "word",         [VDEV_OPTION_TEXT] = "text",
	[VDEV_OPTION_CHARDEV] = "chardev",
};

static const char *const directions[] = {
	[VDEV_RO] = "ro", [VDEV_WO] = "wo", [VDEV_RW] = "rw"
};

static const char *const kinds[] = {
	[VDEV_REG_CALLED] = "called",
	[VDEV_REG_STORED] = "stored",
	[VDEV_REG_BLOCK] = "block",
};

static const char *const triggers[] = {
	[VDEV_EDGE] = "edge", [VDEV_LEVEL] = "level"
};

static const char *text_or_empty(const char *text)
{
	return text != NULL ? text : "";
}

static void describe_option(struct json *j, const struct vdev_option *o)
{
	json_object(j, NULL);
	json_text(j, "name", o->name);
	json_text(j, "type", option_types[o->type]);
	json_bool(j, "required", (o->flags & VDEV_REQUIRED) != 0);
	if (o->unset != NULL)
		json_text(j, "unset", o->unset);
	json_text(j, "words", text_or_empty(o->words));
	json_number(j, "min", o->min);
	json_number(j, "max", o->max);
	json_bool(j, "out", (o->flags & VDEV_STREAM_OUT) != 0);
	json_bool(j, "in", (o->flags & VDEV_STREAM_IN) != 0);
	json_number(j, "offset", o->offset);
	json_text(j, "doc", o->doc);
	json_end(j);
}

/* "8 16 32 64", or a part of it. */
static void widths_text(char text[static 16], uint8_t widths)
{
	int n = 0;

	for (int bit = 0; bit < 4; bit++)
		if ((widths >> bit & 1) != 0)
			n += snprintf(text + n, 16 - (size_t)n, "%s%d",
				      n == 0 ? "" : " ", 8 << bit);
}

static void describe_reg(struct json *j, const struct vdev_reg *r)
{
	char widths[16];

	widths_text(widths, r->widths);
	json_object(j, NULL);
	json_text(j, "name", r->name);
	json_number(j, "offset", r->offset);
	json_number(j, "count", r->count);
	json_number(j, "step", r->step);
	json_number(j, "size", r->size);
	json_text(j, "widths", widths);
	json_text(j, "direction", directions[r->direction]);
	json_text(j, "kind", kinds[r->kind]);
	json_number(j, "reset", r->reset);
	json_number(j, "writable", r->writable);
	json_bool(j, "read-acts", (r->flags & VDEV_READ_ACTS) != 0);
	json_text(j, "doc", r->doc);
	json_end(j);
}

static void describe_window(struct json *j, const struct vdev_window *w)
{
	json_object(j, NULL);
	json_text(j, "name", w->name);
	json_number(j, "size", w->size);
	json_bool(j, "io", (w->spaces & VDEV_SPACE_IO) != 0);
	json_bool(j, "mmio", (w->spaces & VDEV_SPACE_MMIO) != 0);
	json_array(j, "regs");
	for (uint32_t i = 0; i < w->regs.count; i++)
		describe_reg(j, row_reg(w, i));
	json_end(j);
	json_text(j, "doc", w->doc);
	json_end(j);
}

static void describe_irq(struct json *j, const struct vdev_irq *q)
{
	json_object(j, NULL);
	json_text(j, "name", q->name);
	json_text(j, "trigger", triggers[q->trigger]);
	json_bool(j, "required", (q->flags & VDEV_REQUIRED) != 0);
	json_text(j, "doc", q->doc);
	json_end(j);
}

static void describe_tables(struct json *j, const struct vdev_plugin *p)
{
	json_array(j, "options");
	for (uint32_t i = 0; i < p->options.count; i++)
		describe_option(j, row_option(p, i));
	json_end(j);
	json_array(j, "windows");
	for (uint32_t i = 0; i < p->windows.count; i++)
		describe_window(j, row_window(p, i));
	json_end(j);
	json_array(j, "irqs");
	for (uint32_t i = 0; i < p->irqs.count; i++)
		describe_irq(j, row_irq(p, i));
	json_end(j);
	json_array(j, "counters");
	for (uint32_t i = 0; i < p->counters.count; i++) {
		json_object(j, NULL);
		json_text(j, "name", row_counter(p, i)->name);
		json_text(j, "doc", row_counter(p, i)->doc);
		json_end(j);
	}
	json_end(j);
	json_array(j, "timers");
	for (uint32_t i = 0; i < p->timers.count; i++) {
		json_object(j, NULL);
		json_text(j, "name", row_timer(p, i)->name);
		json_text(j, "doc", row_timer(p, i)->doc);
		json_end(j);
	}
	json_end(j);
}

void plugin_describe(FILE *out, const struct vdev_plugin *p,
		     const char *sha256)
{
	struct json j;

	json_init(&j, out, JSON_PRETTY);
	json_object(&j, NULL);
	json_number(&j, "qvm-vdev", 1);
	json_text(&j, "name", p->name);
	json_text(&j, "summary", p->summary);
	json_text(&j, "doc", p->doc);
	json_number(&j, "abi-major", p->abi_major);
	json_number(&j, "abi-minor", p->abi_minor);
	json_text(&j, "sha256", sha256);
	json_number(&j, "options-size", p->options_size);
	json_number(&j, "state-size", p->state_size);
	json_number(&j, "call-us", p->call_us);
	json_text(&j, "acpi-hid", text_or_empty(p->acpi.hid));
	json_text(&j, "acpi-cid", text_or_empty(p->acpi.cid));
	json_bool(&j, "legacy-cmos", (p->legacy & VDEV_LEGACY_CMOS) != 0);
	json_bool(&j, "legacy-i8042", (p->legacy & VDEV_LEGACY_I8042) != 0);
	describe_tables(&j, p);
	json_end(&j);
}
