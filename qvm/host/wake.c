/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bells, timers and pages. Must never block: all three are used by threads
 * that a guest waits for.
 */
#include "qvm/host/wake.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <unistd.h>

int bell_open(void)
{
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);

	return fd >= 0 ? fd : host_fail(errno, "no eventfd");
}

/* Fails only where 2^64 - 2 rings are unheard, and then it is ringing. */
void bell_ring(int fd)
{
	(void)eventfd_write(fd, 1);
}

/* Fails only where nobody has rung. */
void bell_hush(int fd)
{
	eventfd_t rings;

	(void)eventfd_read(fd, &rings);
}

int timer_open(void)
{
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);

	return fd >= 0 ? fd : host_fail(errno, "no timerfd");
}

static struct timespec timespec_of(uint64_t ns)
{
	return (struct timespec){ .tv_sec = (time_t)(ns / 1000000000u),
				  .tv_nsec = (long)(ns % 1000000000u) };
}

/* Can't fail: a timerfd, and nanoseconds below a second. */
void timer_arm(int fd, uint64_t first_ns, uint64_t period_ns)
{
	const struct itimerspec when = {
		/* Zero would disarm it. */
		.it_value = timespec_of(first_ns == 0 ? 1 : first_ns),
		.it_interval = timespec_of(period_ns),
	};

	(void)timerfd_settime(fd, 0, &when, NULL);
}

void timer_disarm(int fd)
{
	const struct itimerspec never = { 0 };

	(void)timerfd_settime(fd, 0, &never, NULL);
}

uint64_t timer_expired(int fd)
{
	uint64_t times;

	return read(fd, &times, sizeof(times)) == (ssize_t)sizeof(times) ?
		       times :
		       0;
}

void *pages_new(size_t size)
{
	void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (pages == MAP_FAILED) {
		(void)host_fail(errno, "no memory for a stream");
		return NULL;
	}
	return pages;
}

void pages_free(void *pages, size_t size)
{
	if (pages != NULL)
		munmap(pages, size);
}
