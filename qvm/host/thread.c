/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads. Must never leave one running without the policy that the file
 * gives it: what the host refuses is an error before the guest starts.
 */
#include "qvm/host/thread.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

enum { STACK_SIZE = 128 * 1024 };

static const int policies[] = {
	[CONF_POLICY_OTHER] = SCHED_OTHER,
	[CONF_POLICY_FIFO] = SCHED_FIFO,
	[CONF_POLICY_RR] = SCHED_RR,
};

static void kicked(int number)
{
	(void)number; /* to be interrupted is all there is to do */
}

void host_threads_init(void)
{
	struct sigaction action = { .sa_handler = kicked };
	sigset_t kick;

	sigemptyset(&kick);
	sigaddset(&kick, SIGRTMIN);
	sigaction(SIGRTMIN, &action, NULL); /* can't fail: a valid signal */
	pthread_sigmask(SIG_UNBLOCK, &kick, NULL);
}

static int refuse_cpus(int err, const char *name)
{
	return host_fail(err, "can't pin thread %s to its host CPUs (are all "
			      "online, and in the cgroup's cpuset?)", name);
}

/* The kernel drops what it does not have, so it is asked afterwards. */
static int pin(pthread_t thread, const char *name,
	       const struct conf_thread *how)
{
	cpu_set_t set, got;
	int err;

	if (how->affinity.n == 0)
		return 0;
	CPU_ZERO(&set);
	for (size_t i = 0; i < how->affinity.n; i++) {
		if (how->affinity.item[i] >= CPU_SETSIZE)
			return refuse_cpus(EINVAL, name);
		CPU_SET(how->affinity.item[i], &set);
	}
	err = pthread_setaffinity_np(thread, sizeof(set), &set);
	if (err == 0)
		err = pthread_getaffinity_np(thread, sizeof(got), &got);
	if (err == 0 && !CPU_EQUAL(&set, &got))
		err = EINVAL;
	return err == 0 ? 0 : refuse_cpus(err, name);
}

static int schedule(pthread_t thread, const char *name,
		    const struct conf_sched *sched)
{
	struct sched_param param = { .sched_priority = (int)sched->priority };
	int err;

	if (sched->policy == CONF_POLICY_OTHER)
		return 0;
	err = pthread_setschedparam(thread, policies[sched->policy], &param);
	if (err != 0)
		return host_fail(err, "can't give thread %s real-time priority "
				      "%d (LimitRTPRIO= or CAP_SYS_NICE)",
				 name, param.sched_priority);
	return 0;
}

int host_thread_start(pthread_t *thread, const char *name,
		      void *(*body)(void *), void *arg)
{
	pthread_attr_t attr;
	int err;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	err = pthread_create(thread, &attr, body, arg);
	pthread_attr_destroy(&attr);
	if (err != 0)
		return host_fail(err, "can't start thread %s", name);
	pthread_setname_np(*thread, name); /* at most 15 characters: ours */
	return 0;
}

int host_thread_place(pthread_t thread, const char *name,
		      const struct conf_thread *how)
{
	int err = pin(thread, name, how);

	return err != 0 ? err : schedule(thread, name, &how->sched);
}

void host_thread_name(const char *name)
{
	pthread_setname_np(pthread_self(), name); /* at most 15 characters */
}

void host_thread_kick(pthread_t thread)
{
	pthread_kill(thread, SIGRTMIN);
}

void host_sem_wait(sem_t *sem)
{
	while (sem_wait(sem) != 0)
		continue; /* EINTR: nothing else is possible */
}
