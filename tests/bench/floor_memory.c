/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The floor's memory: a memfd in huge pages, filled before it is used, and the
 * two files in it. Must never spare what qvm's guest memory costs by design.
 */
#include <asm/bootparam.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "floor.h"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

enum { PIECES_MAX = 512 };
enum { HUGE_PAGE = 2 << 20, PAGE = 4096, SECTOR = 512, KERNEL_AT = 1 << 20 };

/* A byte in each huge page, so that MADV_COLLAPSE finds something there. */
static void touch(struct memory m)
{
	static const char zeros[PIECES_MAX];
	struct iovec from = { (void *)(uintptr_t)zeros, m.size / HUGE_PAGE };
	struct iovec to[PIECES_MAX];

	if (from.iov_len > PIECES_MAX)
		give_up("too much memory for the floor");
	for (size_t i = 0; i < from.iov_len; i++)
		to[i] = (struct iovec){ m.base + i * HUGE_PAGE, 1 };
	if (process_vm_writev(getpid(), &from, 1, to, from.iov_len, 0) !=
	    (ssize_t)from.iov_len)
		give_up("process_vm_writev");
}

static char *aligned_room(size_t size)
{
	char *room = mmap(NULL, size + HUGE_PAGE, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (room == MAP_FAILED)
		give_up("mmap");
	return room + (HUGE_PAGE - (uintptr_t)room % HUGE_PAGE) % HUGE_PAGE;
}

struct memory memory_new(size_t size)
{
	struct memory m = { aligned_room(size), size };
	int fd = memfd_create("floor", MFD_CLOEXEC);

	if (fd < 0 || ftruncate(fd, (off_t)size) != 0 ||
	    mmap(m.base, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
		 fd, 0) == MAP_FAILED)
		give_up("memfd");
	close(fd);
	touch(m);
	if (madvise(m.base, size, MADV_COLLAPSE) != 0 ||
	    madvise(m.base, size, MADV_POPULATE_WRITE) != 0)
		give_up("madvise");
	return m;
}

static int open_file(const char *path, size_t *size)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) != 0)
		give_up(path);
	*size = (size_t)st.st_size;
	return fd;
}

static void read_at(int fd, size_t offset, char *to, size_t size)
{
	if (pread(fd, to, size, (off_t)offset) != (ssize_t)size)
		give_up("pread");
}

static void load_initrd(struct memory m, const char *path,
			struct boot_params *zero_page)
{
	size_t size, at;
	int fd = open_file(path, &size);

	at = (m.size - size) / PAGE * PAGE;
	read_at(fd, 0, m.base + at, size);
	close(fd);
	zero_page->hdr.ramdisk_image = (uint32_t)at;
	zero_page->hdr.ramdisk_size = (uint32_t)size;
}

uint64_t load_linux(struct memory m, const char *kernel, const char *initrd)
{
	struct boot_params *zero_page = (void *)(m.base + ZERO_PAGE_AT);
	struct setup_header *header = &zero_page->hdr;
	size_t size, setup;
	int fd = open_file(kernel, &size);

	read_at(fd, offsetof(struct boot_params, hdr), (char *)header,
		sizeof(*header));
	if (header->header != 0x53726448)
		give_up("not a bzImage");
	setup = (header->setup_sects + 1u) * SECTOR;
	read_at(fd, setup, m.base + KERNEL_AT, size - setup);
	close(fd);
	header->type_of_loader = 0xff;
	if (initrd != NULL)
		load_initrd(m, initrd, zero_page);
	return KERNEL_AT + SECTOR;
}
