/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machine's life: assemble, seal, run, stop, in this order and once. Must
 * never leave the process but through `leave`: what ends otherwise is found by
 * the guard and is a fault.
 */
#include "qvm/machine/machine.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conf/util/claim.h"
#include "conf/util/log.h"
#include "qvm/arch.h"
#include "qvm/host/clock.h"
#include "qvm/host/thread.h"

enum { FLUSH_MS = 200 };

/* ---- orders ----------------------------------------------------------------*/

static void obey(struct machine *m, unsigned char order, unsigned char reason)
{
	switch (order) {
	case GUARD_ORDER_BUTTON:
		arch_button(&m->vm);
		break;
	case GUARD_ORDER_CUT:
		if (reason > END_NONE && reason < END_REASONS)
			vm_end(&m->vm, (enum end_reason)reason, "%s",
				    end_row((enum end_reason)reason)->sentence);
		break;
	case GUARD_ORDER_STATUS:
		machine_status(m);
		break;
	default:
		log_warning("the guard gave an order that is none: %u", order);
		break;
	}
}

static void order_ready(struct loop_source *s, uint32_t events)
{
	struct machine *m = s->owner;
	unsigned char order[2];
	ssize_t n = recv(s->fd, order, sizeof(order), MSG_DONTWAIT);

	(void)events; /* a hang-up: the guard died, and this process with it */
	if (n == (ssize_t)sizeof(order))
		obey(m, order[0], order[1]);
	else if (n == 0)
		loop_remove(&m->loop, s);
}

/* ---- threads -----------------------------------------------------------------*/

static void stop_ready(struct loop_source *s, uint32_t events)
{
	(void)events;
	loop_end(s->owner);
}

static void start_instances(struct machine *m)
{
	for (size_t i = 0; i < m->n_instance; i++)
		instance_start(&m->instance[i]);
}

static void *loop_thread(void *arg)
{
	struct machine *m = arg;

	vm_thread_begin(&m->vm, vm_loop_thread(&m->vm));
	sem_post(&m->vm.parked);
	host_sem_wait(&m->loop_go);
	if (!block_has_end(m->vm.block))
		start_instances(m);
	sem_post(&m->vm.parked);
	if (atomic_load(&m->stopping))
		return NULL; /* a dry run, or a start that failed */
	loop_run(&m->loop);
	for (size_t i = 0; i < m->n_instance; i++)
		instance_stop(&m->instance[i]);
	return NULL;
}

static int start_loop(struct machine *m)
{
	int err;

	m->orders = (struct loop_source){ .fd = m->vm.order_fd,
					  .ready = order_ready,
					  .owner = m };
	m->stop.ready = stop_ready;
	m->stop.owner = &m->loop;
	err = loop_add(&m->loop, &m->orders, EPOLLIN);
	if (err == 0)
		err = loop_add(&m->loop, &m->stop, EPOLLIN);
	if (err == 0)
		err = host_thread_start(&m->loop_thread, "loop", loop_thread, m);
	if (err != 0)
		return err;
	m->has_loop_thread = true;
	return host_thread_place(m->loop_thread, "loop",
				 &m->vm.plan->conf->threads.loop);
}

/* All threads exist, parked: after this nothing is created any more. */
static int seal(struct machine *m)
{
	int err = start_loop(m);

	for (size_t i = 0; i < m->vm.n_vcpu && err == 0; i++)
		err = vcpu_start(&m->vcpu[i]);
	if (err != 0)
		return err;
	for (size_t i = 0; i < m->vm.n_vcpu + 1; i++)
		host_sem_wait(&m->vm.parked);
	atomic_store(&m->vm.block->phase, BLOCK_SEALED);
	return 0;
}

static void run(struct machine *m)
{
	m->vm.started_ns = clock_monotonic_ns();
	sem_post(&m->loop_go);
	host_sem_wait(&m->vm.parked); /* the vdevs have started */
	if (!block_has_end(m->vm.block)) { /* and none of them has ended it */
		atomic_store(&m->vm.block->phase, BLOCK_RUNNING);
		for (size_t i = 0; i < m->vm.n_vcpu; i++)
			vcpu_release(&m->vcpu[i]);
	}
	host_sem_wait(&m->vm.end_said);
}

/* One bound for all streams together: limits.end runs. */
static void flush_until(struct machine *m, uint64_t until)
{
	for (size_t i = 0; i < m->n_instance; i++) {
		uint64_t now = clock_monotonic_ns();

		instance_flush(&m->instance[i],
			       now < until ? (uint32_t)((until - now) / 1000000) :
					     0);
	}
}

/* vCPUs out, then the loop: a vdev's stop comes after its last access. */
static void stop(struct machine *m)
{
	const uint64_t one = 1;

	atomic_store(&m->stopping, true);
	for (size_t i = 0; i < m->vm.n_vcpu; i++)
		vcpu_kick(&m->vcpu[i]);
	for (size_t i = 0; i < m->vm.n_vcpu; i++)
		vcpu_join(&m->vcpu[i]);
	if (m->has_loop_thread) {
		/* An eventfd takes eight bytes always, unless it is full. */
		ssize_t ignored = write(m->stop.fd, &one, sizeof(one));

		(void)ignored;
		sem_post(&m->loop_go);
		pthread_join(m->loop_thread, NULL);
		m->has_loop_thread = false;
	}
	flush_until(m, clock_monotonic_ns() + FLUSH_MS * UINT64_C(1000000));
}

static _Noreturn void leave(struct machine *m)
{
	vm_tell_guard(&m->vm, GUARD_HEARS_END);
	stop(m);
	machine_fini(m);
	/* Release: the word is believed only after all of the above. */
	atomic_store_explicit(&m->vm.block->end.word, BLOCK_WORD_STOPPED,
			      memory_order_release);
	_exit(0);
}

_Noreturn void machine_live(struct plan *plan, struct block *block,
			    const char *run_dir, int order_fd, bool dry_run)
{
	static struct machine machine; /* one in a process; zero pages until used */
	struct machine *m = &machine;
	int err;

	m->vm.plan = plan;
	m->vm.block = block;
	m->vm.run_dir = run_dir;
	m->vm.order_fd = order_fd;
	sem_init(&m->vm.parked, 0, 0);
	sem_init(&m->vm.end_said, 0, 0);
	sem_init(&m->loop_go, 0, 0);
	host_threads_init();
	host_thread_name("qvm-machine");

	err = machine_assemble(m);
	if (err == 0 && seal(m) != 0)
		err = END_CANNOT;
	if (err != 0)
		vm_end(&m->vm, (enum end_reason)err, "nothing was started");
	else if (dry_run)
		vm_end(&m->vm, END_DRY_RUN, "the machine can be built here");
	else
		run(m);
	leave(m);
}
