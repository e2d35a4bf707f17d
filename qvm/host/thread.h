/* SPDX-License-Identifier: Apache-2.0 */
/*
 * thread: threads with small stacks, a name, an affinity and a policy, and
 * the signal that takes a vCPU out of the guest.
 */
#ifndef QVM_HOST_THREAD_H
#define QVM_HOST_THREAD_H

#include <pthread.h>
#include <semaphore.h>

#include "conf/conf.h" /* struct conf_thread */
#include "qvm/host/host.h"

/* Once, before the first thread: the kick's handler. */
void host_threads_init(void);

/* 0, or -errno when there is no thread. */
int must_check host_thread_start(pthread_t *thread, const char *name,
				 void *(*body)(void *), void *arg);

/*
 * Gives a thread the host CPUs and the policy of the file. For a parked one:
 * there a real-time policy costs nothing.
 */
int must_check host_thread_place(pthread_t thread, const char *name,
				 const struct conf_thread *how);

/* Names the calling thread, for ps and top. */
void host_thread_name(const char *name);

/* Interrupts a system call of the thread. Async-signal-safe. */
void host_thread_kick(pthread_t thread);

/* sem_wait that signals do not end. */
void host_sem_wait(sem_t *sem);

#endif
