/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bells, pauses and pages. Must never block: all three are used by threads
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

int pause_open(void)
{
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);

	return fd >= 0 ? fd : host_fail(errno, "no timerfd");
}

/* Can't fail: a timerfd, and less than a second. */
void pause_begin(int fd, uint32_t us)
{
	struct itimerspec once = { .it_value.tv_nsec = (long)us * 1000 };

	(void)timerfd_settime(fd, 0, &once, NULL);
}

/* Nothing to read: the pause has been begun anew, which is as good. */
void pause_end(int fd)
{
	uint64_t times;
	ssize_t ignored = read(fd, &times, sizeof(times));

	(void)ignored;
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
