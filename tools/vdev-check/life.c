/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks of an instance's life: that it can be had, and leaves nothing. Must
 * never take what the kit holds for the vdev's: both sides of a comparison have
 * seen as many instances.
 */
#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

void check_init(struct job *job)
{
	job_close(job, job_open(job));
}

void check_life(struct job *job)
{
	struct vdev_test *t = job_open(job);

	vdev_test_start(t);
	job_look(job, t);
	job_doing(job, "reset right after start");
	vdev_test_reset(t);
	job_look(job, t);
	job_doing(job, "a second with nothing in it");
	vdev_test_advance(t, 1000000000);
	job_look(job, t);
	job_doing(job, "stop");
	vdev_test_stop(t);
	job_close(job, t);
}

/* ---- what is left ----------------------------------------------------------- */

struct things {
	size_t heap, fds, maps;
};

static size_t count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	while (dir != NULL && readdir(dir) != NULL)
		n++;
	if (dir != NULL)
		closedir(dir);
	return n;
}

static size_t count_maps(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];
	size_t n = 0;

	while (maps != NULL && fgets(line, sizeof(line), maps) != NULL)
		n += strchr(line, '\n') != NULL;
	if (maps != NULL)
		fclose(maps);
	return n;
}

static struct things count_things(void)
{
	return (struct things){ .fds = count_fds(),
				.maps = count_maps(),
				.heap = mallinfo2().uordblks };
}

/* There where this is built with a sanitizer that looks for leaks. */
extern int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

static void live(struct job *job)
{
	struct vdev_test *t = job_open(job);

	vdev_test_start(t);
	vdev_test_reset(t);
	job_close(job, t);
}

/* The first lives fill caches: what grows after them is lost. */
void check_leaks(struct job *job)
{
	enum { FIRST = 8, MORE = 32 };
	struct things before, after;

	for (int i = 0; i < FIRST; i++) {
		live(job);
		before = count_things();
	}
	for (int i = 0; i < MORE; i++) {
		live(job);
		after = count_things();
	}
	if (__lsan_do_recoverable_leak_check != NULL &&
	    __lsan_do_recoverable_leak_check() != 0)
		job_fail(job, "the sanitizer found leaks");
	if (after.fds > before.fds)
		job_fail(job, "%d instances left %zu files open", MORE,
			 after.fds - before.fds);
	if (after.heap > before.heap)
		job_fail(job, "%d instances left %zu bytes of heap", MORE,
			 after.heap - before.heap);
	if (after.maps > before.maps)
		job_fail(job, "%d instances left %zu mappings", MORE,
			 after.maps - before.maps);
}
