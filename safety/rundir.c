/* SPDX-License-Identifier: Apache-2.0 */
#include "safety/rundir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/util/log.h"

enum { BASE_MODE = 0755, SYSTEM_MODE = 0750 };

static int make_directory(const char *path, mode_t mode)
{
	if (mkdir(path, mode) == 0 || errno == EEXIST)
		return 0;
	return host_fail(errno, "can't make the run directory %s "
				"(--run-dir names another)", path);
}

static int write_path(struct rundir *d, const char *base, const char *system)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	int n;

	if (base != NULL)
		n = snprintf(d->path, sizeof(d->path), "%s", base);
	else if (geteuid() != 0 && runtime != NULL)
		n = snprintf(d->path, sizeof(d->path), "%s/qvm", runtime);
	else
		n = snprintf(d->path, sizeof(d->path), "/run/qvm");
	if (n < 0 || (size_t)n + strlen(system) + 2 > sizeof(d->path))
		return host_fail(ENAMETOOLONG, "run directory");
	return 0;
}

/* Removes what lies in the directory itself; there are no directories in it. */
static void empty(int fd)
{
	int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = again >= 0 ? fdopendir(again) : NULL;
	const struct dirent *entry;

	if (dir == NULL) {
		if (again >= 0)
			close(again);
		return;
	}
	while ((entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			unlinkat(fd, entry->d_name, 0);
	closedir(dir);
}

/* The directory may have been removed between the two calls: then what was
 * locked is not what the next one finds under the name. */
static bool is_still_there(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_nlink > 0;
}

static int lock(struct rundir *d, const char *system)
{
	int err = 0;

	d->fd = open(d->path,
		     O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (d->fd < 0)
		return host_fail(errno, "can't open the run directory %s",
				 d->path);
	if (flock(d->fd, LOCK_EX | LOCK_NB) != 0)
		err = errno;
	else if (is_still_there(d->fd))
		return 0;
	close(d->fd);
	d->fd = -1;
	if (err == EWOULDBLOCK || err == 0)
		return host_fail(EBUSY, "system %s is running already, or is "
					"just ending (%s is locked)", system,
				 d->path);
	return host_fail(err, "can't lock the run directory %s", d->path);
}

int rundir_open(struct rundir *d, const char *base, const char *system)
{
	int err;

	*d = (struct rundir){ .fd = -1 };
	err = write_path(d, base, system);
	if (err == 0)
		err = make_directory(d->path, BASE_MODE);
	if (err != 0)
		return err;
	strcat(strcat(d->path, "/"), system); /* write_path left the room */
	err = make_directory(d->path, SYSTEM_MODE);
	if (err == 0)
		err = lock(d, system);
	if (err == 0)
		empty(d->fd);
	return err;
}

void rundir_close(struct rundir *d)
{
	if (d->fd < 0)
		return;
	empty(d->fd);
	rmdir(d->path); /* may belong to the service manager: then it stays */
	close(d->fd);
	d->fd = -1;
}
