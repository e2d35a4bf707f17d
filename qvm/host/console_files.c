/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Standard streams, files and pseudo-terminals for consoles. Must never make
 * a shared open file description non-blocking: the shell behind it would find
 * its terminal so.
 */
#include "qvm/host/console_files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "qvm/host/tty.h"

/* ---- standard input and output ------------------------------------------- */

/*
 * A description of our own for the same pipe or terminal. Refused for a
 * terminal of another user (after su), and for a pipe without a reader.
 */
static void reopen(struct console_stdio *io)
{
	int flags = io->fd == STDIN_FILENO ? O_RDONLY : O_WRONLY;
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", io->fd);
	fd = open(path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return;

	io->fd = fd;
	io->own = true;
	io->kind = CONSOLE_FREE;
}

/*
 * A regular file keeps its description: a new one would start at its first
 * byte, and not share its place with standard error.
 */
/* /dev/null never waits, and can't be waited for. */
static bool is_null(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && st->st_rdev == makedev(1, 3);
}

struct console_stdio console_stdio_open(int fd)
{
	struct console_stdio io = { .fd = fd, .kind = CONSOLE_STEADY };
	struct stat st;

	if (fstat(fd, &st) != 0)
		return (struct console_stdio){ .fd = FD_NONE };

	io.is_tty = isatty(fd) == 1;
	if (S_ISSOCK(st.st_mode)) {
		io.kind = CONSOLE_SOCKET;
	} else if (S_ISFIFO(st.st_mode) || io.is_tty) {
		io.kind = CONSOLE_BLOCKING;
		reopen(&io);
	} else if (!S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode) &&
		   !is_null(&st)) {
		io.kind = CONSOLE_BLOCKING; /* some device: it may well wait */
	}
	return io;
}

/* ---- files --------------------------------------------------------------- */

int console_file_open(const char *path, struct stat *st)
{
	struct open_how how = {
		.flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW |
			 O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
		.mode = 0640,
		.resolve = RESOLVE_NO_MAGICLINKS,
	};
	int fd = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));

	if (fd < 0)
		return host_fail(errno, "can't open %s to append to it", path);
	if (fstat(fd, st) != 0 || !S_ISREG(st->st_mode)) {
		close(fd);
		return host_fail(EINVAL, "%s is not a regular file", path);
	}
	return fd;
}

/* ---- pseudo-terminals ------------------------------------------------------ */

/* The side that users open, raw: with nobody there, nothing may be echoed
 * back to the guest. */
static int open_holder(const struct console_pty *pty)
{
	int fd = ioctl(pty->fd, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return host_fail(errno, "can't open the pseudo-terminal %s",
				 pty->name);
	err = tty_raw(fd);
	if (err != 0) {
		close(fd);
		return err;
	}
	return fd;
}

int console_pty_open(struct console_pty *pty)
{
	*pty = (struct console_pty){ .holder = FD_NONE };
	pty->fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (pty->fd < 0)
		return host_fail(errno, "no pseudo-terminal");

	if (grantpt(pty->fd) != 0 || unlockpt(pty->fd) != 0 ||
	    ptsname_r(pty->fd, pty->name, sizeof(pty->name)) != 0) {
		int err = host_fail(errno, "no pseudo-terminal");

		console_pty_close(pty);
		return err;
	}

	pty->holder = open_holder(pty);
	if (pty->holder < 0) {
		int err = pty->holder;

		console_pty_close(pty);
		return err;
	}
	return 0;
}

void console_pty_close(struct console_pty *pty)
{
	if (pty->holder >= 0)
		close(pty->holder);
	if (pty->fd >= 0)
		close(pty->fd);
	pty->holder = FD_NONE;
	pty->fd = FD_NONE;
}

int console_pty_link(const struct console_pty *pty, const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
		unlink(path); /* if it stays, symlink says so */
	if (symlink(pty->name, path) != 0)
		return host_fail(errno, "can't make %s a link to %s", path,
				 pty->name);
	return 0;
}

void console_pty_unlink(const struct console_pty *pty, const char *path)
{
	char target[CONSOLE_PTY_NAME_MAX + 1];
	ssize_t n = readlink(path, target, sizeof(target) - 1);

	if (n < 0)
		return;
	target[n] = '\0';
	/* What can't be removed is replaced by the next run. */
	if (strcmp(target, pty->name) == 0)
		(void)unlink(path);
}
