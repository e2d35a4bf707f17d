/* SPDX-License-Identifier: Apache-2.0 */
/*
 * instance: one device of the guest: a vdev's state, its registers, its lines
 * and streams, and the lock that keeps calls into it apart.
 *
 *   instance_init -> instance_attach -> [seal] -> instance_start
 *     -> { access, event }* -> instance_stop -> instance_fini
 *
 * Every call into a vdev goes through here: it takes the lock (priority-
 * inheriting, the only one on the exit path), writes into the block which vdev
 * the thread is in, and turns the vdev's verdict into an answer.
 */
#ifndef QVM_PLUG_INSTANCE_H
#define QVM_PLUG_INSTANCE_H

#include <qvm/vdev.h>
#include <stdatomic.h>

#include "qvm/bus/bus.h"
#include "qvm/bus/regs.h"
#include "qvm/host/pi_lock.h"
#include "qvm/loop/loop.h"
#include "qvm/plan/plan.h"
#include "qvm/stream/stream.h"

struct vm;

/* An interrupt of the instance and the level that it drives. */
struct instance_irq {
	uint32_t line;
	bool connected;
	bool active;
};

/* A timer of the instance; its fd is a source of the loop. */
struct instance_timer {
	struct loop_source source;
	struct instance *instance;
	uint32_t row;
};

/* Which services a vdev may use when. */
enum instance_phase {
	INSTANCE_INIT = 1 << 0,    /* in init */
	INSTANCE_READY = 1 << 1,   /* between init and start */
	INSTANCE_RUNNING = 1 << 2, /* from start to stop */
	INSTANCE_STOPPED = 1 << 3, /* in fini */
};

/* Lines that a vdev may log in a burst, and how fast the allowance grows. */
enum { INSTANCE_LOG_BURST = 16, INSTANCE_LOG_PER_SECOND = 4 };

struct instance {
	struct vdev vdev; /* what the vdev sees; first: see instance_of */
	struct vm *vm;
	const struct plan_device *plan;
	const struct vdev_plugin *plugin;
	uint32_t row; /* in plan and block */
	bool ready;   /* init went well: fini is due */
	atomic_uint phase; /* enum instance_phase */
	struct pi_lock lock;
	struct regs *regs;        /* one per window */
	struct instance_irq *irq; /* one per irq row */
	struct instance_timer *timer; /* one per timer row */
	struct stream *stream;
	size_t n_stream;
	struct instance_slot { /* one per chardev option, in option order */
		struct stream *stream; /* NULL: nothing attached */
	} *slot;
	uint32_t n_slot;
	_Atomic uint64_t *counter; /* one per counter row */
	_Atomic uint64_t log_lost;
	uint32_t log_tokens;
	uint64_t log_filled_ns;
};

/* Options, registers, streams, and the vdev's own init. 0 or -errno after a
 * message. Main thread, before the seal. */
int must_check instance_init(struct instance *i, struct vm *vm,
			     const struct plan_device *plan,
			     const struct vdev_plugin *plugin, uint32_t row);

/* Its windows on the bus, its streams on the loop. */
int must_check instance_attach(struct instance *i, struct loop *loop);

/* Loop thread. */
void instance_start(struct instance *i);
void instance_stop(struct instance *i);

/* Writes out what its streams still hold, within the time. Main thread, after
 * all others have ended. */
void instance_flush(struct instance *i, uint32_t timeout_ms);

/* Accepts the zero value and any half-built instance. Main thread. */
void instance_fini(struct instance *i);

/* An event for the vdev; BROKEN ends the VM. Loop thread. */
void instance_event(struct instance *i, const struct vdev_event *event);

/* Timers (instance_timers.c): made with the instance, closed with it. */
int must_check instance_timers_attach(struct instance *i, struct loop *loop);
void instance_timers_fini(struct instance *i);

/* The services of the host (instance_host.c). */
extern const struct vdev_host instance_host;

#endif
