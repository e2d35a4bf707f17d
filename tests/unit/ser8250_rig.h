/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ser8250_rig: a fake host with one serial port, and the guest that sits at
 * its registers. The host checks what a vdev owes it: only changes of the line
 * cost a call, and slots and rows are its own.
 */
#ifndef QVM_TESTS_UNIT_SER8250_RIG_H
#define QVM_TESTS_UNIT_SER8250_RIG_H

#include <criterion/criterion.h>
#include <string.h>

#include "qvm/vdev.h"
#include "vdev/ser8250/ser8250.h"

enum { OUTPUT = 0, INPUT = 1 };

/* A host of one instance, and the guest that sits at its registers. */
static struct fake {
	struct vdev vdev;
	struct ser8250_options options;
	struct ser8250 state;
	char sent[512];
	uint32_t n_sent;
	const char *waiting; /* input that the guest has not had */
	uint64_t counter[SER8250_COUNTERS];
	unsigned edges; /* rises of the interrupt line */
	bool line;
} fake;

static inline void fake_fail(struct vdev *self, const char *why)
{
	(void)self;
	cr_assert_fail("init failed: %s", why);
}

static inline void fake_irq_set(struct vdev *self, uint32_t irq, bool active)
{
	(void)self;
	cr_assert_eq(irq, 0);
	cr_assert_neq(active, fake.line, "only changes cost a call");
	fake.edges += active;
	fake.line = active;
}

static inline uint32_t fake_write(struct vdev *self, uint32_t slot, const void *bytes,
			   uint32_t len)
{
	(void)self;
	cr_assert_eq(slot, OUTPUT);
	if (fake.n_sent + len > sizeof(fake.sent))
		fake.n_sent = 0;
	memcpy(fake.sent + fake.n_sent, bytes, len);
	fake.n_sent += len;
	return len;
}

static inline uint32_t fake_read(struct vdev *self, uint32_t slot, void *bytes,
			  uint32_t len)
{
	size_t n = strlen(fake.waiting);

	(void)self;
	cr_assert_eq(slot, INPUT);
	n = n < len ? n : len;
	memcpy(bytes, fake.waiting, n);
	fake.waiting += n;
	return (uint32_t)n;
}

static inline void fake_count(struct vdev *self, uint32_t counter, uint64_t n)
{
	(void)self;
	cr_assert_lt(counter, SER8250_COUNTERS);
	fake.counter[counter] += n;
}

static const struct vdev_host host = {
	.size = sizeof(host),
	.abi_major = VDEV_ABI_MAJOR,
	.abi_minor = VDEV_ABI_MINOR,
	.fail = fake_fail,
	.irq_set = fake_irq_set,
	.stream_write = fake_write,
	.stream_read = fake_read,
	.count = fake_count,
};

static inline void power_on(enum ser8250_modem_control modem_control)
{
	fake = (struct fake){
		.vdev = { .size = sizeof(struct vdev), .host = &host,
			  .name = "console", .options = &fake.options,
			  .state = &fake.state },
		.options = { OUTPUT, INPUT, modem_control },
		.waiting = "",
	};
	cr_assert_eq(vdev_plugin.ops->init(&fake.vdev), 0);
	vdev_plugin.ops->start(&fake.vdev);
}

static inline void setup(void)
{
	power_on(SER8250_MODEM_USED);
}

static inline enum vdev_verdict touch(uint16_t reg, bool is_write, uint64_t *value)
{
	struct vdev_access a = { .size = sizeof(a), .reg = reg, .width = 1,
				 .is_write = is_write, .value = *value };
	enum vdev_verdict v = vdev_plugin.ops->access(&fake.vdev, &a);

	cr_assert(ser8250_valid(&fake.state));
	*value = a.value;
	return v;
}

static inline uint8_t in(uint16_t reg)
{
	uint64_t value = 0;

	cr_assert_eq(touch(reg, false, &value), VDEV_DONE);
	cr_assert_leq(value, 0xff);
	return (uint8_t)value;
}

static inline void out(uint16_t reg, uint8_t byte)
{
	uint64_t value = byte;

	cr_assert_eq(touch(reg, true, &value), VDEV_DONE);
}

/* Bytes reach the host, which tells the device where that is due. */
static inline void arrive(const char *bytes)
{
	struct vdev_event e = { .size = sizeof(e), .slot = INPUT,
				.kind = VDEV_EVENT_STREAM_IN };

	fake.waiting = bytes;
	cr_assert_eq(vdev_plugin.ops->event(&fake.vdev, &e), VDEV_DONE);
}

/* As a driver leaves the port: FIFOs on, interrupts through. */
static inline void driven(uint8_t trigger, uint8_t interrupts)
{
	out(SER8250_IIR, (uint8_t)(FCR_ENABLE | trigger << FCR_TRIGGER_SHIFT));
	out(SER8250_MCR, MCR_DTR | MCR_RTS | MCR_OUT2);
	in(SER8250_MSR);
	out(SER8250_IER, interrupts);
}

#endif
