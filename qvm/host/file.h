/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file: opening what the configuration names, by one rule.
 *
 * A symbolic link is followed only where its directory belongs to root or to
 * the user who starts qvm, and nobody else can write there: whoever could
 * change the link could change the guest. Links of /proc are never followed.
 * Failures are -errno without a message: the caller has the place in the file.
 */
#ifndef QVM_HOST_FILE_H
#define QVM_HOST_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "qvm/host/host.h"

/*
 * Opens a regular file for reading. -ELOOP: a link that must not be followed;
 * -EISDIR, -EINVAL: not a regular file.
 */
int must_check host_file_open(const char *path, struct stat *st);

/* Reads exactly `len` bytes at `offset`; -ENODATA where the file is shorter. */
int must_check host_file_read(int fd, void *bytes, size_t len,
			      uint64_t offset);

/*
 * A sealed, unnamed copy of the `size` bytes of `fd`: nobody can change it
 * any more. The new fd, or -errno.
 */
int must_check host_file_seal(int fd, size_t size, const char *name);

/* Maps all of a sealed copy for reading; NULL where that fails. */
const void *host_file_map(int fd, size_t size);
void host_file_unmap(const void *bytes, size_t size);

/* Sees to it that fds 0 to 2 are open: a file that took the number of a closed
 * one would be written to as standard output. 0 or -errno after a message. */
int must_check host_std_open(void);

/* The first bytes of a small file of /proc or /sys: how many, or -errno. */
int host_file_peek(const char *path, char *bytes, size_t size);

/* The directory that holds this executable, without a slash at its end. */
int must_check host_self_directory(char *path, size_t size);

#endif
