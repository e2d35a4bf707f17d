/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services of the fake host, and what the test may ask about them. Must
 * never do for a vdev what the contract forbids: a service that is out of its
 * phase, or told of a row that is not there, keeps a fault and does nothing.
 */
#include <stdio.h>

#include "kit.h"

/* The pointer that a vdev holds is the first member of its instance. */
static struct vdev_test *kit_of(struct vdev *self)
{
	return (struct vdev_test *)(void *)self;
}

/* "From init to stop" of vdev.h. */
enum { ALIVE = KIT_INIT | KIT_READY | KIT_RUNNING };

/* Services belong to the callback that was called with this very instance. */
static bool may(struct vdev_test *t, unsigned phases, const char *service)
{
	if (t->call == NULL)
		kit_fault(t, "%s was used outside of any call into its instance",
			  service);
	else if ((t->phase & phases) == 0)
		kit_fault(t, "%s used %s outside of its phase", t->call,
			  service);
	return t->call != NULL && (t->phase & phases) != 0;
}

static bool is_row(struct vdev_test *t, uint32_t row, uint32_t rows,
		   const char *service)
{
	if (row >= rows)
		kit_fault(t, "%s used %s with row %u of %u", t->call, service,
			  row, rows);
	return row < rows;
}

static void fail(struct vdev *self, const char *why)
{
	struct vdev_test *t = kit_of(self);

	if (!may(t, KIT_INIT, "fail"))
		return;
	t->failed++;
	snprintf(t->why, sizeof(t->why), "%s", why);
}

static void irq_set(struct vdev *self, uint32_t irq, bool active)
{
	struct vdev_test *t = kit_of(self);

	if (!may(t, KIT_RUNNING, "irq_set") ||
	    !is_row(t, irq, t->plugin->irqs.count, "irq_set"))
		return;
	t->irq[irq].rises += active && !t->irq[irq].level;
	t->irq[irq].level = active;
}

/* The slot, attached and of the direction; NULL after a fault. */
static struct kit_slot *slot_of(struct vdev_test *t, uint32_t slot,
				uint32_t direction, const char *service)
{
	if (slot < KIT_SLOTS && t->slot[slot].option != NULL &&
	    (t->slot[slot].option->flags & direction) != 0)
		return &t->slot[slot];
	kit_fault(t, "%s used %s with slot %u, which it does not have", t->call,
		  service, slot);
	return NULL;
}

static uint32_t stream_write(struct vdev *self, uint32_t slot,
			     const void *bytes, uint32_t len)
{
	struct vdev_test *t = kit_of(self);
	struct kit_slot *s;
	uint32_t taken;

	if (!may(t, ALIVE, "stream_write"))
		return 0;
	if (slot == VDEV_SLOT_NONE)
		return len;
	s = slot_of(t, slot, VDEV_STREAM_OUT, "stream_write");
	if (s == NULL)
		return 0;
	taken = kit_slot_put(s, bytes, len);
	s->dropped += len - taken;
	return taken;
}

static uint32_t stream_read(struct vdev *self, uint32_t slot, void *bytes,
			    uint32_t len)
{
	struct vdev_test *t = kit_of(self);
	struct kit_slot *s;
	uint32_t n;

	if (!may(t, ALIVE, "stream_read") || slot == VDEV_SLOT_NONE)
		return 0;
	s = slot_of(t, slot, VDEV_STREAM_IN, "stream_read");
	if (s == NULL)
		return 0;
	n = kit_slot_take(s, bytes, len);
	if (n == 0)
		s->wanted = true;
	return n;
}

static void log_line(struct vdev *self, uint32_t level, const char *line)
{
	struct vdev_test *t = kit_of(self);

	if (!may(t, ALIVE, "log"))
		return;
	if (level > VDEV_LOG_DEBUG)
		kit_fault(t, "%s used log with level %u", t->call, level);
	t->logged++;
	snprintf(t->log, sizeof(t->log), "%s", line);
}

static void count(struct vdev *self, uint32_t counter, uint64_t n)
{
	struct vdev_test *t = kit_of(self);

	if (may(t, ALIVE, "count") &&
	    is_row(t, counter, t->plugin->counters.count, "count"))
		t->counter[counter] += n;
}

static bool is_end(uint32_t end, uint32_t status)
{
	if (end == VDEV_END_STATUS)
		return status >= 32 && status <= 63;
	return end > VDEV_END_STATUS && end <= VDEV_END_CRASH && status == 0;
}

/* The first end stands. */
static void end_vm(struct vdev *self, uint32_t end, uint32_t status,
		   const char *why)
{
	struct vdev_test *t = kit_of(self);

	if (!may(t, KIT_RUNNING, "end"))
		return;
	if (!is_end(end, status)) {
		kit_fault(t, "%s used end with %u and status %u", t->call, end,
			  status);
		return;
	}
	if (t->end != VDEV_END_NONE)
		return;
	t->end = end;
	t->end_status = status;
	snprintf(t->end_why, sizeof(t->end_why), "%s", why);
}

static void timer_arm(struct vdev *self, uint32_t timer, uint64_t first_ns,
		      uint64_t period_ns)
{
	struct vdev_test *t = kit_of(self);

	if (may(t, KIT_RUNNING, "timer_arm") &&
	    is_row(t, timer, t->plugin->timers.count, "timer_arm"))
		kit_timer_arm(t, timer, first_ns, period_ns);
}

static void timer_stop(struct vdev *self, uint32_t timer)
{
	struct vdev_test *t = kit_of(self);

	if (may(t, KIT_RUNNING, "timer_stop") &&
	    is_row(t, timer, t->plugin->timers.count, "timer_stop"))
		t->timer[timer].armed = false;
}

static uint64_t now(struct vdev *self)
{
	struct vdev_test *t = kit_of(self);

	return may(t, ALIVE, "now") ? t->now_ns : 0;
}

static uint64_t wall_clock(struct vdev *self)
{
	struct vdev_test *t = kit_of(self);

	return may(t, ALIVE, "wall_clock") ? t->wall_ns : 0;
}

const struct vdev_host kit_host = {
	.size = sizeof(kit_host),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.fail = fail,
	.irq_set = irq_set,
	.stream_write = stream_write,
	.stream_read = stream_read,
	.log = log_line,
	.count = count,
	.end = end_vm,
	.timer_arm = timer_arm,
	.timer_stop = timer_stop,
	.now = now,
	.wall_clock = wall_clock,
};
