/* SPDX-License-Identifier: Apache-2.0 */
/* The floor's command line; floor.h says what it is. */
#include "floor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

enum { MIB_SHIFT = 20 };

noreturn void give_up(const char *what)
{
	perror(what);
	exit(EX_OSERR);
}

static long long now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t); /* can't fail for this clock */
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

static size_t size_of(const char *mib)
{
	return (size_t)strtoul(mib, NULL, 10) << MIB_SHIFT;
}

static int prefault(const char *mib)
{
	long long start = now_ns();

	memory_new(size_of(mib));
	printf("prefault %lld\n", now_ns() - start);
	return EX_OK;
}

static int run(const char *mib, const char *kernel, const char *initrd)
{
	struct memory m = memory_new(size_of(mib));
	uint64_t entry = load_linux(m, kernel, initrd);
	struct vm vm = vm_new(m, entry);

	vm_run(&vm);
	return EX_OK;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "prefault") == 0)
		return prefault(argv[2]);
	if ((argc == 4 || argc == 5) && strcmp(argv[1], "run") == 0)
		return run(argv[2], argv[3], argv[4]);
	fputs("usage: floor prefault MIB | run MIB KERNEL [INITRD]\n", stderr);
	return EX_USAGE;
}
