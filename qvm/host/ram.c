/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guest memory from the host: a memfd, because memory that may be shared later
 * must have a name; backed by huge pages as the file asks or as the kernel
 * allows. Must never leave a page to be found missing at run time.
 */
#include "qvm/host/ram.h"

#include <errno.h>
#include <linux/memfd.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "conf/util/range.h"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

static const struct {
	uint64_t bytes;
	unsigned memfd_flags;
	const char *name;
} page_kinds[] = {
	[CONF_PAGES_4K] = { 2 * MIB, 0, "4K" },
	[CONF_PAGES_2M] = { 2 * MIB, MFD_HUGETLB | MFD_HUGE_2MB, "2M" },
	[CONF_PAGES_1G] = { GIB, MFD_HUGETLB | MFD_HUGE_1GB, "1G" },
};

/* Address space with room to place `size` bytes congruent with `gpa`. */
static int reserve(struct host_ram *r, uint64_t gpa, uint64_t align)
{
	uint64_t start;

	r->mapping_size = r->size + align;
	r->mapping = mmap(NULL, r->mapping_size, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (r->mapping == MAP_FAILED) {
		r->mapping = NULL;
		return host_fail(errno, "no room for %zu bytes of guest memory "
					"in the address space", r->size);
	}
	start = align_down((uintptr_t)r->mapping, align) + gpa % align;
	if (start < (uintptr_t)r->mapping)
		start += align;
	r->base = (char *)r->mapping + (start - (uintptr_t)r->mapping);
	return 0;
}

static int map_shared(struct host_ram *r, unsigned memfd_flags,
		      const char *pages)
{
	void *at;
	int err = 0, fd = memfd_create("guest-ram", MFD_CLOEXEC | memfd_flags);

	if (fd < 0)
		return host_fail(errno, "can't create guest memory with %s "
					"pages", pages);
	if (ftruncate(fd, (off_t)r->size) != 0)
		err = host_fail(errno, "can't size guest memory");
	at = err != 0 ? MAP_FAILED :
			mmap(r->base, r->size, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_FIXED, fd, 0);
	if (err == 0 && at == MAP_FAILED)
		err = host_fail(errno,
				"can't map %zu bytes of guest memory with %s "
				"pages (are so many set aside? see "
				"/proc/meminfo)",
				r->size, pages);
	close(fd); /* the mapping keeps the memory */
	return err;
}

static int map_private(struct host_ram *r)
{
	if (mmap(r->base, r->size, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		return host_fail(errno, "can't map %zu bytes of guest memory",
				 r->size);
	madvise(r->base, r->size, MADV_HUGEPAGE); /* a wish */
	return 0;
}

/* One byte in each 2 MiB, so that MADV_COLLAPSE finds something there; one
 * call for many. */
static int touch(struct host_ram *r)
{
	enum { BATCH = 256 };
	char zeros[BATCH] = { 0 };
	struct iovec here = { .iov_base = zeros }, there[BATCH];
	uint64_t at = 0;

	while (at < r->size) {
		size_t n = 0;

		for (; n < BATCH && at < r->size; n++, at += 2 * MIB)
			there[n] = (struct iovec){ (char *)r->base + at, 1 };
		here.iov_len = n;
		if (process_vm_writev(getpid(), &here, 1, there, n, 0) !=
		    (ssize_t)n)
			return -ENOMEM;
	}
	return 0;
}

/* The call is made piece by piece: a process that is killed meanwhile ends
 * only between two of them. */
static int advise(char *from, size_t size, int advice)
{
	enum { PIECE = 64 * 1024 * 1024 };

	while (size > 0) {
		size_t n = size < PIECE ? size : PIECE;

		if (madvise(from, n, advice) != 0)
			return -errno;
		from += n;
		size -= n;
	}
	return 0;
}

/* Huge pages for memory that is not yet there. False: this kernel can't. */
static bool collapse(struct host_ram *r)
{
	uintptr_t first = align_up((uintptr_t)r->base, 2 * MIB);
	uintptr_t end = align_down((uintptr_t)r->base + r->size, 2 * MIB);

	if (first >= end)
		return true; /* too small for a huge page */
	return touch(r) == 0 &&
	       advise((char *)r->base + (first - (uintptr_t)r->base),
		      end - first, MADV_COLLAPSE) == 0;
}

static int map(struct host_ram *r, enum conf_pages pages)
{
	int err;

	if (pages != CONF_PAGES_4K)
		return map_shared(r, page_kinds[pages].memfd_flags,
				  page_kinds[pages].name);
	err = map_shared(r, 0, page_kinds[pages].name);
	if (err != 0)
		return err;
	r->collapsed = collapse(r);
	if (r->collapsed)
		return 0;
	/* Shared memory would stay in small pages, and each page would cost
	 * the guest an exit of the second level. */
	return map_private(r);
}

static int populate(struct host_ram *r, bool locked)
{
	int err = advise(r->base, r->size, MADV_POPULATE_WRITE);

	if (err != 0)
		return host_fail(-err, "the host can't give %zu MiB of guest "
					"memory", r->size >> 20);
	if (locked && mlock(r->base, r->size) != 0)
		return host_fail(errno, "can't lock %zu MiB of guest memory "
					"(LimitMEMLOCK= or CAP_IPC_LOCK)",
				 r->size >> 20);
	return 0;
}

int host_ram_map(struct host_ram *r, uint64_t gpa, uint64_t size,
		 enum conf_pages pages, bool locked)
{
	int err;

	*r = (struct host_ram){ .size = size };
	err = reserve(r, gpa, page_kinds[pages].bytes);
	if (err == 0)
		err = map(r, pages);
	if (err == 0)
		err = populate(r, locked);
	/* A crash must not write the guest's memory to a disk. */
	if (err == 0 && madvise(r->base, r->size, MADV_DONTDUMP) != 0)
		err = host_fail(errno, "can't keep guest memory out of core "
				       "dumps");
	if (err != 0)
		host_ram_unmap(r);
	return err;
}

void host_ram_unmap(struct host_ram *r)
{
	if (r->mapping != NULL)
		munmap(r->mapping, r->mapping_size);
	*r = (struct host_ram){ 0 };
}
