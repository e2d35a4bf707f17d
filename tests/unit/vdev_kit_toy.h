/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vdev_kit_toy: a vdev that does what it is told, right or wrong, for the test
 * of the test kit.
 */
#ifndef QVM_TESTS_UNIT_VDEV_KIT_TOY_H
#define QVM_TESTS_UNIT_VDEV_KIT_TOY_H

#include <qvm/vdev-test.h>
#include <stdlib.h>

/* Places in the window. */
enum {
	TOY_ACT = 0x00,
	TOY_STATUS = 0x04,
	TOY_GAP = 0x0c,
	TOY_ARRAY = 0x10,
	TOY_STEP = 4,
	TOY_KEEP = 0x20,
	TOY_BLOCK = 0x28,
	TOY_BLOCK_SIZE = 8,
	TOY_SIZE = 0x32,
};

enum toy_row { TOY_ROW_ACT, TOY_ROW_STATUS, TOY_ROW_ARRAY };

/* What a write to TOY_ACT makes it do. */
enum toy_act {
	TOY_REFUSE,
	TOY_BREAK,
	TOY_NONSENSE,
	TOY_RAISE,
	TOY_LOWER,
	TOY_COUNT,
	TOY_LOG,
	TOY_END,
	TOY_END_OFF,
	TOY_END_WRONG,
	TOY_ARM,
	TOY_ARM_SECOND,
	TOY_STOP_TIMER,
	TOY_CLOCKS,
	TOY_ECHO,
	TOY_WRONG_ROW,
	TOY_OVERRUN,
	TOY_UNDERRUN,
	TOY_FAR_OVERRUN,
	TOY_WRITE_OPTIONS,
	TOY_USE_OTHER,
};

struct toy_options {
	uint64_t number, size, time;
	const char *text;
	uint32_t word, output, input;
	bool flag;
};

struct toy {
	struct vdev_access last;
	uint64_t answer;
	uint64_t first_ns, period_ns;   /* for TOY_ARM */
	uint64_t fired[2], last_count, counted;
	uint64_t at_ns, wall_ns;
	struct vdev *other;
	uint32_t last_timer, told;
	bool again, late;
	char end[3];
};

/* No multiple of anything. */
#define TOY_STATE (offsetof(struct toy, end) + 3)

#define TOY_AT(member) (uint32_t)offsetof(struct toy_options, member)

static const struct vdev_option toy_options[] = {
	{ .name = "number", .doc = "A number.", .unset = "7", .max = 20,
	  .type = VDEV_OPTION_UINT, .offset = TOY_AT(number) },
	{ .name = "size", .doc = "A size.", .unset = "1M", .max = UINT64_MAX,
	  .type = VDEV_OPTION_SIZE, .offset = TOY_AT(size) },
	{ .name = "time", .doc = "A time.", .unset = "1s", .max = UINT64_MAX,
	  .type = VDEV_OPTION_DURATION, .offset = TOY_AT(time) },
	{ .name = "text", .doc = "A text.", .unset = "",
	  .type = VDEV_OPTION_TEXT, .offset = TOY_AT(text) },
	{ .name = "word", .doc = "A word.", .unset = "one", .words = "one two",
	  .type = VDEV_OPTION_WORD, .offset = TOY_AT(word) },
	{ .name = "output", .doc = "Out.", .unset = "stdio",
	  .type = VDEV_OPTION_CHARDEV, .flags = VDEV_STREAM_OUT,
	  .offset = TOY_AT(output) },
	{ .name = "input", .doc = "In.", .unset = "stdio",
	  .type = VDEV_OPTION_CHARDEV, .flags = VDEV_STREAM_IN,
	  .offset = TOY_AT(input) },
	{ .name = "flag", .doc = "A flag.", .unset = "false",
	  .type = VDEV_OPTION_BOOL, .offset = TOY_AT(flag) },
};

static const struct vdev_reg toy_regs[] = {
	[TOY_ROW_ACT] = { .name = "ACT", .doc = "Does it.", .offset = TOY_ACT,
			  .count = 1, .size = 4, .widths = VDEV_W32,
			  .direction = VDEV_WO },
	[TOY_ROW_STATUS] = { .name = "STATUS", .doc = "Answers.",
			     .offset = TOY_STATUS, .count = 1, .size = 4,
			     .widths = VDEV_W16 | VDEV_W32,
			     .direction = VDEV_RO },
	[TOY_ROW_ARRAY] = { .name = "ARRAY", .doc = "Three.",
			    .offset = TOY_ARRAY, .count = 3, .step = TOY_STEP,
			    .size = 2, .widths = VDEV_W8 | VDEV_W16,
			    .direction = VDEV_RW },
	{ .name = "KEEP", .doc = "Kept.", .offset = TOY_KEEP, .count = 1,
	  .size = 4, .widths = VDEV_W8 | VDEV_W32, .direction = VDEV_RW,
	  .kind = VDEV_REG_STORED, .reset = 0x11223344, .writable = 0xff00 },
	{ .name = "BLOCK", .doc = "Bytes.", .offset = TOY_BLOCK,
	  .count = TOY_BLOCK_SIZE, .step = 1, .size = 1,
	  .widths = VDEV_W8 | VDEV_W16, .direction = VDEV_RW,
	  .kind = VDEV_REG_BLOCK },
};

static const struct vdev_window toy_windows[] = {
	{ .name = "regs", .doc = "All.", .regs = VDEV_TABLE(toy_regs),
	  .size = TOY_SIZE, .spaces = VDEV_SPACE_IO },
};

static const struct vdev_irq toy_irqs[] = {
	{ .name = "irq", .doc = "A line.", .trigger = VDEV_LEVEL },
};

static const struct vdev_counter toy_counters[] = { { "acts", "Acts." } };

static const struct vdev_timer toy_timers[] = {
	{ "first", "One." }, { "second", "Another." },
};

static inline int toy_init(struct vdev *self)
{
	const struct toy_options *o = self->options;

	if (o->number == 15)
		self->host->irq_set(self, 0, true);
	if (o->number == 13)
		self->host->fail(self, "13 is unlucky");
	return o->number == 13 || o->number == 14 ? -1 : 0;
}

static inline void toy_echo(struct vdev *self)
{
	const struct toy_options *o = self->options;
	char byte;

	if (self->host->stream_read(self, o->input, &byte, 1) == 1)
		self->host->stream_write(self, o->output, &byte, 1);
}

static inline enum vdev_verdict toy_misbehave(struct vdev *self, uint64_t act)
{
	struct toy *toy = self->state;
	struct toy_options *o = (struct toy_options *)(uintptr_t)self->options;
	volatile char *bytes = self->state;

	switch (act) {
	case TOY_BREAK:         return VDEV_BROKEN;
	case TOY_NONSENSE:      return (enum vdev_verdict)99;
	case TOY_END_WRONG:     self->host->end(self, VDEV_END_STATUS, 7, "no"); break;
	case TOY_WRONG_ROW:     self->host->irq_set(self, 9, true); break;
	case TOY_OVERRUN:       bytes[TOY_STATE] = 1; break;
	case TOY_UNDERRUN:      bytes[-1] = 1; break;
	case TOY_FAR_OVERRUN:   bytes[sizeof(*toy) + 16] = 1; break;
	case TOY_WRITE_OPTIONS: o->number = 1; break;
	case TOY_USE_OTHER:     toy->other->host->irq_set(toy->other, 0, true); break;
	default:                return VDEV_REFUSED;
	}
	return VDEV_DONE;
}

static inline enum vdev_verdict toy_act(struct vdev *self, uint64_t act)
{
	const struct vdev_host *host = self->host;
	struct toy *toy = self->state;

	switch (act) {
	case TOY_RAISE:      host->irq_set(self, 0, true); break;
	case TOY_LOWER:      host->irq_set(self, 0, false); break;
	case TOY_COUNT:      host->count(self, 0, 2); break;
	case TOY_LOG:        host->log(self, VDEV_LOG_INFO, "a line"); break;
	case TOY_END:        host->end(self, VDEV_END_STATUS, 40, "it was asked to"); break;
	case TOY_END_OFF:    host->end(self, VDEV_END_OFF, 0, "again"); break;
	case TOY_ARM:        host->timer_arm(self, 0, toy->first_ns, toy->period_ns); break;
	case TOY_ARM_SECOND: host->timer_arm(self, 1, toy->first_ns, 0); break;
	case TOY_STOP_TIMER: host->timer_stop(self, 0); break;
	case TOY_ECHO:       toy_echo(self); break;
	case TOY_CLOCKS:
		toy->at_ns = host->now(self);
		toy->wall_ns = host->wall_clock(self);
		break;
	default:
		return toy_misbehave(self, act);
	}
	return VDEV_DONE;
}

static inline enum vdev_verdict toy_access(struct vdev *self, struct vdev_access *a)
{
	struct toy *toy = self->state;

	toy->last = *a;
	if (a->reg == TOY_ROW_ACT)
		return toy_act(self, a->value);
	a->value = a->reg == TOY_ROW_STATUS ? toy->answer : 0xab;
	return VDEV_DONE;
}

static inline enum vdev_verdict toy_event(struct vdev *self, const struct vdev_event *e)
{
	struct toy *toy = self->state;

	if (e->kind == VDEV_EVENT_STREAM_IN)
		toy->told++;
	if (e->kind != VDEV_EVENT_TIMER)
		return VDEV_DONE;
	toy->fired[e->slot]++;
	toy->last_timer = e->slot;
	toy->last_count = e->count;
	toy->counted += e->count;
	toy->at_ns = self->host->now(self);
	if (toy->again)
		self->host->timer_arm(self, 0, 0, 0);
	return VDEV_DONE;
}

static inline void toy_reset(struct vdev *self)
{
	(void)self;
}

static inline void toy_fini(struct vdev *self)
{
	const struct toy *toy = self->state;

	if (toy->late)
		self->host->log(self, VDEV_LOG_INFO, "too late");
}

static const struct vdev_ops toy_ops = {
	.size = sizeof(toy_ops), .init = toy_init, .access = toy_access,
	.event = toy_event, .reset = toy_reset, .fini = toy_fini,
};

static const struct vdev_plugin toy_plugin = {
	.size = sizeof(toy_plugin),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.name = "toy",
	.summary = "does what it is told",
	.doc = "For the test of the test kit.",
	.options = VDEV_TABLE(toy_options),
	.windows = VDEV_TABLE(toy_windows),
	.irqs = VDEV_TABLE(toy_irqs),
	.counters = VDEV_TABLE(toy_counters),
	.timers = VDEV_TABLE(toy_timers),
	.options_size = sizeof(struct toy_options),
	.state_size = TOY_STATE,
	.call_us = 100,
	.ops = &toy_ops,
};

#endif
