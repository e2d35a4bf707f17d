/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MemAvailable, and memory.max of this cgroup and those above it. What can't
 * be read sets no bound: not every host has cgroups. Must never allocate.
 */
#include "qvm/host/budget.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qvm/host/file.h"

enum { TEXT_MAX = 4096 };

/* A small text file, with a NUL; empty where it can't be read. */
static void read_text(const char *path, char text[static TEXT_MAX])
{
	int n = host_file_peek(path, text, TEXT_MAX - 1);

	text[n > 0 ? n : 0] = '\0';
}

/* The number behind `name` in lines of "name number"; 0: not there. */
static uint64_t number_of(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at == NULL ? 0 : strtoull(at + strlen(name), NULL, 10);
}

static void read_member(const char *cgroup, const char *member,
			char text[static TEXT_MAX])
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "/sys/fs/cgroup%s/%s", cgroup,
			 member);

	text[0] = '\0';
	if (n > 0 && (size_t)n < sizeof(path))
		read_text(path, text);
}

/* What the limit of one cgroup leaves; page cache in it can be given back. */
static uint64_t left_in(const char *cgroup)
{
	char text[TEXT_MAX];
	uint64_t most, used, cache;

	read_member(cgroup, "memory.max", text);
	if (text[0] < '0' || text[0] > '9')
		return UINT64_MAX; /* "max", or none */
	most = strtoull(text, NULL, 10);
	read_member(cgroup, "memory.current", text);
	used = strtoull(text, NULL, 10);
	read_member(cgroup, "memory.stat", text);
	cache = number_of(text, "inactive_file ");
	used = used > cache ? used - cache : 0;
	return most > used ? most - used : 0;
}

static int refuse(uint64_t bytes, uint64_t left, const char *of)
{
	host_fail(0, "the file asks for %llu MiB of guest memory, and %s has "
		     "%llu MiB left",
		  (unsigned long long)(bytes >> 20), of,
		  (unsigned long long)(left >> 20));
	return -ENOMEM;
}

static int check_cgroups(uint64_t bytes)
{
	char text[TEXT_MAX], *cgroup, *end;

	read_text("/proc/self/cgroup", text);
	cgroup = strstr(text, "0::/");
	if (cgroup == NULL)
		return 0;
	cgroup += strlen("0::");
	cgroup[strcspn(cgroup, "\n")] = '\0';
	/* The root has no limit: it ends where the path does. */
	while ((end = strrchr(cgroup, '/')) != NULL && cgroup[1] != '\0') {
		uint64_t left = left_in(cgroup);

		if (bytes > left)
			return refuse(bytes, left, "its cgroup");
		*end = '\0';
		if (cgroup[0] == '\0')
			break;
	}
	return 0;
}

int host_budget_check(uint64_t bytes)
{
	char text[TEXT_MAX];
	uint64_t available;

	read_text("/proc/meminfo", text);
	available = number_of(text, "MemAvailable:") << 10;
	if (available != 0 && bytes > available)
		return refuse(bytes, available, "the host");
	return check_cgroups(bytes);
}
