/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rule for links, and sealed copies. Must never open for writing.
 */
#include "qvm/host/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { LINKS_MAX = 8 };

static int open_without_links(int dir, const char *path, uint64_t flags)
{
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	long fd = syscall(SYS_openat2, dir, path, &how, sizeof(how));

	return fd < 0 ? -errno : (int)fd;
}

/* May a link in this directory be followed? Those of /proc name what a process
 * has open, whatever their text says. */
static bool directory_is_safe(int dir)
{
	struct stat st;
	struct statfs fs;

	return fstatfs(dir, &fs) == 0 && fs.f_type != PROC_SUPER_MAGIC &&
	       fstat(dir, &st) == 0 &&
	       (st.st_uid == 0 || st.st_uid == geteuid()) &&
	       (st.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* Puts `target` in the place of the path's first component. */
static int follow(char path[static PATH_MAX], const char *target,
		  const char *rest)
{
	char joined[PATH_MAX];
	int n = snprintf(joined, sizeof(joined), "%s%s%s", target,
			 *rest != '\0' ? "/" : "", rest);

	if (n < 0 || (size_t)n >= sizeof(joined))
		return -ENAMETOOLONG;
	memcpy(path, joined, (size_t)n + 1);
	return 0;
}

struct walk {
	int dir;             /* where `path` starts */
	char path[PATH_MAX]; /* what is left */
	unsigned links;
};

static int walk_to(struct walk *w, int dir)
{
	if (dir < 0)
		return dir;
	close(w->dir);
	w->dir = dir;
	return 0;
}

/* A component that is a link: its text becomes the rest of the way. */
static int walk_link(struct walk *w, const char *name, const char *rest)
{
	char target[PATH_MAX];
	ssize_t n = readlinkat(w->dir, name, target, sizeof(target) - 1);

	if (n < 0)
		return -errno;
	if (++w->links > LINKS_MAX || !directory_is_safe(w->dir))
		return -ELOOP;
	target[n] = '\0';
	return follow(w->path, target, rest);
}

static bool is_link(int dir, const char *name)
{
	struct stat st;

	return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISLNK(st.st_mode);
}

/* One step; 1 when `path` is the last component and no link. */
static int walk_step(struct walk *w)
{
	char name[NAME_MAX + 1];
	const char *rest;
	size_t len;

	if (w->path[0] == '/') {
		memmove(w->path, w->path + 1, strlen(w->path));
		return walk_to(w, open_without_links(AT_FDCWD, "/",
						     O_PATH | O_DIRECTORY));
	}
	len = strcspn(w->path, "/");
	if (len == 0 || len > NAME_MAX)
		return len == 0 ? -ENOENT : -ENAMETOOLONG;
	memcpy(name, w->path, len);
	name[len] = '\0';
	rest = w->path + len + strspn(w->path + len, "/");
	if (is_link(w->dir, name))
		return walk_link(w, name, rest);
	if (*rest == '\0')
		return 1;
	memmove(w->path, rest, strlen(rest) + 1);
	return walk_to(w, open_without_links(w->dir, name,
					     O_PATH | O_DIRECTORY));
}

static int open_with_links(const char *path)
{
	struct walk w = { .dir = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC) };
	int step = 0;

	if (w.dir < 0)
		return -errno;
	if (strlen(path) >= sizeof(w.path)) {
		close(w.dir);
		return -ENAMETOOLONG;
	}
	strcpy(w.path, path);
	while (step == 0)
		step = walk_step(&w);
	if (step == 1)
		step = open_without_links(w.dir, w.path,
					  O_RDONLY | O_NONBLOCK);
	close(w.dir);
	return step;
}

int host_file_open(const char *path, struct stat *st)
{
	/* O_NONBLOCK: a FIFO in the file's place must not hold the start. */
	int fd = open_without_links(AT_FDCWD, path, O_RDONLY | O_NONBLOCK);

	if (fd == -ELOOP)
		fd = open_with_links(path);
	if (fd < 0)
		return fd;
	if (fstat(fd, st) == 0 && S_ISREG(st->st_mode))
		return fd;
	close(fd);
	return S_ISDIR(st->st_mode) ? -EISDIR : -EINVAL;
}

int host_file_read(int fd, void *bytes, size_t len, uint64_t offset)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = pread(fd, (char *)bytes + done, len - done,
				  (off_t)(offset + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 ? -ENODATA : -errno;
		done += (size_t)n;
	}
	return 0;
}

static int copy(int to, int from, size_t size)
{
	off_t at = 0;

	while ((size_t)at < size) {
		ssize_t n = sendfile(to, from, &at, size - (size_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 ? -ENODATA : -errno;
	}
	return 0;
}

int host_file_seal(int fd, size_t size, const char *name)
{
	const int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW |
			  F_SEAL_WRITE;
	int sealed = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int err;

	if (sealed < 0)
		return -errno;
	err = copy(sealed, fd, size);
	if (err == 0 && fcntl(sealed, F_ADD_SEALS, seals) != 0)
		err = -errno;
	if (err == 0)
		return sealed;
	close(sealed);
	return err;
}

const void *host_file_map(int fd, size_t size)
{
	void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);

	return bytes == MAP_FAILED ? NULL : bytes;
}

void host_file_unmap(const void *bytes, size_t size)
{
	munmap((void *)(uintptr_t)bytes, size);
}

int host_std_open(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			return host_fail(errno, "standard fd %d is closed and "
						"/dev/null is no help", fd);
	return 0;
}

int host_file_peek(const char *path, char *bytes, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, bytes, size);
	close(fd);
	return n < 0 ? -errno : (int)n;
}

int host_self_directory(char *path, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", path, size - 1);
	char *slash;

	if (n < 0)
		return -errno;
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return -ENOENT;
	*slash = '\0';
	return 0;
}
