/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listening sockets for consoles. Must never remove a socket that somebody
 * else listens on, and never leave one open to other users, not for a moment.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "qvm/host/console_files.h"

static int address_of(struct sockaddr_un *address, const char *path)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address->sun_path))
		return host_fail(ENAMETOOLONG,
				 "socket %s: a path may have %zu bytes", path,
				 sizeof(address->sun_path) - 1);
	strcpy(address->sun_path, path);
	return 0;
}

/* Does a process listen there? Only a refusal says that none does. */
static bool is_stale(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	bool stale;

	if (fd < 0)
		return false;
	stale = connect(fd, (const struct sockaddr *)address,
			sizeof(*address)) != 0 &&
		errno == ECONNREFUSED;
	close(fd);
	return stale;
}

/* Clears the path of a socket that a dead process left behind. */
static int clear_path(const struct sockaddr_un *address)
{
	const char *path = address->sun_path;
	struct stat st;

	if (lstat(path, &st) != 0)
		return 0; /* bind will say what is wrong with the directory */
	if (!S_ISSOCK(st.st_mode))
		return host_fail(EEXIST, "%s is there and is not a socket",
				 path);
	if (!is_stale(address))
		return host_fail(EADDRINUSE,
				 "socket %s belongs to another process", path);
	if (unlink(path) != 0)
		return host_fail(errno, "can't remove the old socket %s", path);
	return 0;
}

/* The mode of the socket's fd becomes that of the name: no window in which
 * others could connect, and no change of the process's umask. */
static int listen_at(int fd, const struct sockaddr_un *address)
{
	if (fchmod(fd, 0600) != 0 ||
	    bind(fd, (const struct sockaddr *)address, sizeof(*address)) != 0 ||
	    listen(fd, 4) != 0)
		return host_fail(errno, "can't listen at %s",
				 address->sun_path);
	return 0;
}

int console_door_open(struct console_door *door, const char *path)
{
	struct sockaddr_un address;
	struct stat st;
	int err;

	*door = (struct console_door){ .fd = FD_NONE };
	err = address_of(&address, path);
	if (err == 0)
		err = clear_path(&address);
	if (err != 0)
		return err;

	door->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
			  0);
	if (door->fd < 0)
		return host_fail(errno, "no socket");
	err = listen_at(door->fd, &address);
	if (err != 0) {
		close(door->fd);
		door->fd = FD_NONE;
		return err;
	}
	if (lstat(path, &st) == 0) {
		door->dev = st.st_dev;
		door->ino = st.st_ino;
	}
	return 0;
}

void console_door_close(struct console_door *door, const char *path)
{
	struct stat st;

	if (door->fd < 0)
		return;
	/* What can't be removed any more is stale to the next run. */
	if (lstat(path, &st) == 0 && st.st_dev == door->dev &&
	    st.st_ino == door->ino)
		(void)unlink(path);
	close(door->fd);
	door->fd = FD_NONE;
}

int console_accept(const struct console_door *door)
{
	int fd = accept4(door->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	return fd >= 0 ? fd : -errno;
}
