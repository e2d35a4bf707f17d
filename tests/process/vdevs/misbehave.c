/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A vdev that does the one wrong thing that its option names, for the tests of
 * what becomes of such a process. Built by the test as a stranger would: with
 * the installed header and nothing else.
 */
#include <qvm/vdev.h>
#include <stdlib.h>
#include <unistd.h>

enum act {
	ACT_NOTHING,
	ACT_LEAVE,       /* _exit(0) */
	ACT_EXIT,        /* exit(0) */
	ACT_ABORT,
	ACT_CRASH,       /* dereferences NULL */
	ACT_BREAK,       /* says VDEV_BROKEN */
	ACT_REFUSE,      /* says VDEV_REFUSED */
	ACT_NONSENSE,    /* a verdict that is none */
	ACT_END,         /* ends the VM with 40 */
	ACT_END_WRONG,   /* with 7, which is not a vdev's */
	ACT_END_UNKNOWN, /* with an end that is none */
	ACT_WATCHDOG,    /* ends the VM: the guest is not well */
	ACT_GUEST_CRASH, /* the guest says that it has crashed */
	ACT_COUNT_WRONG, /* a counter that it has not */
	ACT_LINE_WRONG,  /* an interrupt that it has not */
	ACT_TIMER_WRONG, /* a timer that it has not */
	ACT_FAIL,        /* init fails */
	ACT_INIT_LEAVE,  /* _exit(0) in init */
	ACT_START_CRASH,
	ACT_STOP_LEAVE,
	ACT_FINI_CRASH,
	ACT_HANG,        /* never comes back */
};

struct options {
	uint32_t act; /* enum act */
};

static const struct vdev_option options[] = {
	{ .name = "do", .doc = "The wrong thing.", .unset = "nothing",
	  .words = "nothing leave exit abort crash break refuse nonsense end "
		   "end-wrong end-unknown watchdog guest-crash count-wrong "
		   "line-wrong timer-wrong fail init-leave start-crash "
		   "stop-leave fini-crash hang",
	  .type = VDEV_OPTION_WORD, .offset = offsetof(struct options, act) },
};

static const struct vdev_reg regs[] = {
	{ .name = "TRIGGER", .doc = "Does it.", .count = 1, .size = 1,
	  .widths = VDEV_W8, .direction = VDEV_RW, .kind = VDEV_REG_CALLED },
};

static const struct vdev_window windows[] = {
	{ .name = "regs", .doc = "All.", .regs = VDEV_TABLE(regs), .size = 1,
	  .spaces = VDEV_SPACE_IO | VDEV_SPACE_MMIO },
};

static volatile int *volatile nowhere;

static uint32_t act(const struct vdev *self)
{
	const struct options *o = self->options;

	return o->act;
}

static int init(struct vdev *self)
{
	if (act(self) == ACT_INIT_LEAVE)
		_exit(0);
	if (act(self) != ACT_FAIL)
		return 0;
	self->host->fail(self, "it was asked to");
	return -1;
}

static void start(struct vdev *self)
{
	if (act(self) == ACT_START_CRASH)
		*nowhere = 1;
}

static void end_so(struct vdev *self, enum vdev_end end, uint32_t status)
{
	self->host->end(self, end, status, "it\nwas asked to");
}

/* Breaks the contract by a call to the host. */
static void call_wrong(struct vdev *self)
{
	switch ((enum act)act(self)) {
	case ACT_END: end_so(self, VDEV_END_STATUS, 40); break;
	case ACT_END_WRONG: end_so(self, VDEV_END_STATUS, 7); break;
	case ACT_END_UNKNOWN: end_so(self, (enum vdev_end)99, 0); break;
	case ACT_WATCHDOG: end_so(self, VDEV_END_WATCHDOG, 0); break;
	case ACT_GUEST_CRASH: end_so(self, VDEV_END_CRASH, 0); break;
	case ACT_COUNT_WRONG: self->host->count(self, 3, 1); break;
	case ACT_LINE_WRONG: self->host->irq_set(self, 5, true); break;
	case ACT_TIMER_WRONG: self->host->timer_arm(self, 2, 1, 0); break;
	default: break;
	}
}

static enum vdev_verdict access_(struct vdev *self, struct vdev_access *a)
{
	a->value = 0x5a;
	switch ((enum act)act(self)) {
	case ACT_LEAVE: _exit(0);
	case ACT_EXIT: exit(0);
	case ACT_ABORT: abort();
	case ACT_CRASH: *nowhere = 1; break;
	case ACT_BREAK: return VDEV_BROKEN;
	case ACT_REFUSE: return VDEV_REFUSED;
	case ACT_NONSENSE: return (enum vdev_verdict)99;
	case ACT_HANG: for (;;) sleep(1);
	default: call_wrong(self); break;
	}
	return VDEV_DONE;
}

static void reset(struct vdev *self)
{
	(void)self;
}

static void stop(struct vdev *self)
{
	if (act(self) == ACT_STOP_LEAVE)
		_exit(0);
}

static void fini(struct vdev *self)
{
	if (act(self) == ACT_FINI_CRASH)
		*nowhere = 1;
}

static const struct vdev_ops ops = {
	.size = sizeof(ops),
	.init = init,
	.start = start,
	.access = access_,
	.reset = reset,
	.stop = stop,
	.fini = fini,
};

const struct vdev_plugin vdev_plugin = {
	.size = sizeof(vdev_plugin),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.name = "misbehave",
	.summary = "does one wrong thing",
	.doc = "For tests.",
	.options = VDEV_TABLE(options),
	.windows = VDEV_TABLE(windows),
	.options_size = sizeof(struct options),
	.state_size = 0,
	.call_us = 100,
	.ops = &ops,
};
