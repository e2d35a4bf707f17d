/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guard's life: three sources (signals, the machine's end, the machine's
 * word on the socket) and one deadline. Must never wait for the machine
 * without a bound once it has been told to stop.
 */
#include "safety/guard.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "conf/util/claim.h"
#include "conf/util/log.h"

/* What the guard reads as data. */
static const int taken[] = { SIGTERM, SIGINT, SIGQUIT, SIGUSR1,
			     SIGUSR2, SIGHUP, SIGPIPE };

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t); /* can't fail for this clock */
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void taken_set(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < ARRAY_LEN(taken); i++)
		sigaddset(set, taken[i]);
}

/*
 * Both processes block all signals for good but those of a fault: what
 * somebody sends must neither kill nor stop one of them alone, and the machine
 * must not hear what a terminal sends to the whole group.
 */
void guard_take_signals(void)
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE,	SIGILL, SIGTRAP,
				      SIGSYS,  SIGABRT, SIGCHLD, SIGCONT };
	sigset_t set;

	sigfillset(&set);
	for (size_t i = 0; i < ARRAY_LEN(faults); i++)
		sigdelset(&set, faults[i]);
	sigprocmask(SIG_BLOCK, &set, NULL); /* can't fail: a valid set */
}

int guard_open(struct guard *g, const struct guard_spec *spec)
{
	int err;

	*g = (struct guard){ .spec = *spec,
			     .order_fd = -1,
			     .signal_fd = -1,
			     .machine_fd = -1,
			     .machine = -1 };
	err = rundir_open(&g->dir, spec->run_dir, spec->system);
	if (err != 0)
		return err;
	g->block = block_new();
	if (g->block == NULL) {
		rundir_close(&g->dir);
		return -ENOMEM;
	}
	terminal_save(&g->terminal);
	return 0;
}

/* The machine's first act: die with the guard, even if it is already gone. */
static void machine_side(struct guard *g, int fd, pid_t guard)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != guard)
		_exit(EX_UNAVAILABLE); /* nobody is left to tell */
	g->order_fd = fd;
}

/* The kernel drops CPUs that it does not have, so it is asked afterwards. */
static int pin_guard(const struct guard_spec *spec)
{
	cpu_set_t set, got;

	if (spec->n_cpus == 0)
		return 0;
	CPU_ZERO(&set);
	for (size_t i = 0; i < spec->n_cpus; i++)
		if (spec->cpus[i] < CPU_SETSIZE)
			CPU_SET(spec->cpus[i], &set);
	if (sched_setaffinity(0, sizeof(set), &set) != 0 ||
	    sched_getaffinity(0, sizeof(got), &got) != 0)
		return host_fail(errno, "can't pin the guard to its host CPUs");
	if ((size_t)CPU_COUNT(&got) != spec->n_cpus)
		return host_fail(EINVAL, "the host lacks some of the guard's "
					 "CPUs");
	return 0;
}

/* After the fork, so that the machine's threads inherit none of it. */
static int place_guard(const struct guard_spec *spec)
{
	struct sched_param param = { .sched_priority = spec->priority };
	int err = pin_guard(spec);

	if (err != 0)
		return err;
	if (spec->policy != SCHED_OTHER &&
	    sched_setscheduler(0, spec->policy, &param) != 0)
		return host_fail(errno, "can't give the guard real-time "
					"priority %d (LimitRTPRIO= or "
					"CAP_SYS_NICE)", spec->priority);
	return 0;
}

static int open_sources(struct guard *g)
{
	sigset_t set;

	taken_set(&set);
	g->signal_fd = signalfd(-1, &set, SFD_CLOEXEC);
	g->machine_fd = pidfd_open(g->machine, 0);
	if (g->signal_fd >= 0 && g->machine_fd >= 0)
		return 0;
	return host_fail(errno, "the guard can't watch the machine");
}

static int guard_side(struct guard *g, int fd)
{
	int err;

	g->order_fd = fd;
	g->deadline_ns = now_ns() + g->spec.start_ns;
	err = open_sources(g);
	if (err == 0)
		err = place_guard(&g->spec);
	if (err != 0) {
		kill(g->machine, SIGKILL);
		waitpid(g->machine, NULL, 0);
	}
	return err;
}

int guard_fork(struct guard *g)
{
	pid_t guard = getpid();
	int pair[2], err;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
		err = host_fail(errno, "no socket between guard and machine");
		rundir_close(&g->dir);
		return err;
	}
	g->machine = fork();
	if (g->machine == 0) {
		close(pair[0]);
		machine_side(g, pair[1], guard);
		return GUARD_SIDE_MACHINE;
	}
	close(pair[1]);
	err = g->machine < 0 ? host_fail(errno, "can't fork the machine") :
			       guard_side(g, pair[0]);
	if (err != 0) {
		close(pair[0]);
		rundir_close(&g->dir);
		return err;
	}
	return GUARD_SIDE_GUARD;
}

static void send_order(const struct guard *g, enum guard_order order,
		       enum end_reason reason)
{
	const unsigned char bytes[] = { (unsigned char)order,
					(unsigned char)reason };

	/* A machine that no longer reads is met by the deadline. */
	if (send(g->order_fd, bytes, sizeof(bytes),
		 MSG_DONTWAIT | MSG_NOSIGNAL) < 0 &&
	    errno != EPIPE && errno != ECONNRESET)
		log_warning("the machine does not take orders: %s",
			    strerrordesc_np(errno));
}

static void kill_machine(const struct guard *g)
{
	pidfd_send_signal(g->machine_fd, SIGKILL, NULL, 0); /* or it is gone */
}

/* Stops the machine now. Before the guest runs there is nothing to stop but
 * the process. */
static void cut(struct guard *g, enum end_reason reason)
{
	if (g->ending)
		return;
	g->ending = true;
	if (atomic_load(&g->block->phase) != BLOCK_RUNNING) {
		verdict_say(&g->verdict, END_CUT_EARLY, "%s",
			    end_row(END_CUT_EARLY)->sentence);
		kill_machine(g);
		return;
	}
	send_order(g, GUARD_ORDER_CUT, reason);
	g->deadline_ns = now_ns() + g->spec.end_ns;
}

/* The stop path runs, or the machine can't be heard any more: it has its time
 * and no more. */
static void begin_end(struct guard *g)
{
	if (g->ending)
		return;
	g->ending = true;
	g->deadline_ns = now_ns() + g->spec.end_ns;
}

static void on_term(struct guard *g)
{
	g->terms++;
	if (g->ending)
		return; /* limits.end runs already */
	if (g->terms > 1) {
		cut(g, END_POWER_CUT);
	} else if (!g->spec.button ||
		   atomic_load(&g->block->phase) != BLOCK_RUNNING) {
		cut(g, END_TERM_CUT);
	} else {
		send_order(g, GUARD_ORDER_BUTTON, END_NONE);
		g->deadline_ns = now_ns() + g->spec.shutdown_ns;
		log_info("power button pressed; the guest has %llu ms",
			 (unsigned long long)(g->spec.shutdown_ns / 1000000));
	}
}

static void on_signal(struct guard *g)
{
	struct signalfd_siginfo info;

	if (read(g->signal_fd, &info, sizeof(info)) != sizeof(info))
		return; /* nothing was pending after all */
	switch (info.ssi_signo) {
	case SIGTERM:
	case SIGINT:
		on_term(g);
		break;
	case SIGQUIT:
		cut(g, END_POWER_CUT);
		break;
	case SIGUSR1:
		send_order(g, GUARD_ORDER_STATUS, END_NONE);
		break;
	default: /* HUP and PIPE are ignored; USR2 has no dump to make yet */
		break;
	}
}

static void on_machine_word(struct guard *g)
{
	unsigned char word;
	ssize_t n = recv(g->order_fd, &word, 1, MSG_DONTWAIT);

	if (n == 1 && word == GUARD_ASKS_LEAVE)
		on_term(g);
	else if (n == 1 && word == GUARD_HEARS_END)
		begin_end(g);
}

/* One deadline at a time: to start, to heed the button, to end. */
static void on_deadline(struct guard *g)
{
	const char *vdev;

	g->deadline_ns = 0;
	if (!g->ending && g->terms > 0) {
		cut(g, END_BUTTON_IGNORED);
		return;
	}
	if (!g->ending) {
		if (atomic_load(&g->block->phase) == BLOCK_RUNNING)
			return; /* it started in time */
		verdict_say(&g->verdict, END_START_OVERRUN, "%s",
			    end_row(END_START_OVERRUN)->sentence);
		kill_machine(g);
		return;
	}
	vdev = block_vdev_entered(g->block);
	if (vdev != NULL)
		verdict_say(&g->verdict, END_VDEV_OVERRUN,
			    "vdev %.*s did not return within limits.end",
			    BLOCK_NAME_MAX, vdev);
	else
		verdict_say(&g->verdict, END_STOP_OVERRUN,
			    "the machine did not end within limits.end and "
			    "was killed");
	kill_machine(g);
}

/* Milliseconds for poll, rounded up so that it never wakes before the time. */
static int wait_ms(const struct guard *g)
{
	uint64_t now = now_ns();

	if (g->deadline_ns == 0)
		return -1;
	if (g->deadline_ns <= now)
		return 0;
	return (int)((g->deadline_ns - now + 999999) / 1000000);
}

static void watch(struct guard *g)
{
	struct pollfd source[] = {
		{ .fd = g->machine_fd, .events = POLLIN },
		{ .fd = g->signal_fd, .events = POLLIN },
		{ .fd = g->order_fd, .events = POLLIN },
	};

	for (;;) {
		int n = poll(source, ARRAY_LEN(source), wait_ms(g));

		if (n < 0)
			continue; /* EINTR: no other failure is possible */
		if ((source[0].revents & POLLIN) != 0)
			return;
		if ((source[1].revents & POLLIN) != 0)
			on_signal(g);
		if ((source[2].revents & POLLIN) != 0)
			on_machine_word(g);
		if ((source[2].revents & POLLHUP) != 0) {
			source[2].fd = -1;
			begin_end(g); /* on source 0, if all is well */
		}
		if (g->deadline_ns != 0 && now_ns() >= g->deadline_ns)
			on_deadline(g);
	}
}

int guard_watch(struct guard *g)
{
	siginfo_t how = { 0 };

	CLAIM(g->machine > 0);
	watch(g);
	waitid(P_PIDFD, (id_t)g->machine_fd, &how, WEXITED);
	terminal_restore(&g->terminal);
	rundir_close(&g->dir);
	return verdict_give(&g->verdict, g->block, &how);
}
