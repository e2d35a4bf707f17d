/* SPDX-License-Identifier: Apache-2.0 */
/*
 * console_files: opening what a stream may lead to.
 *
 * All of it before the seal, but console_accept. Everything that can block is
 * opened so that it does not, without changing the open file description that
 * qvm shares with whoever started it.
 */
#ifndef QVM_HOST_CONSOLE_FILES_H
#define QVM_HOST_CONSOLE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "qvm/host/host.h"

enum { FD_NONE = -1 };

/* ---- standard input and output ------------------------------------------- */

enum console_kind {
	CONSOLE_CLOSED,   /* the number stands for nothing */
	CONSOLE_STEADY,   /* file, null device: always ready, can't be polled */
	CONSOLE_FREE,     /* non-blocking */
	CONSOLE_SOCKET,   /* non-blocking by the flag of each call */
	CONSOLE_BLOCKING, /* could only be had as it is: poll before each call */
};

struct console_stdio {
	int fd; /* FD_NONE where closed */
	enum console_kind kind;
	bool own; /* to be closed */
	bool is_tty;
};

/* `fd` is 0 or 1. Never fails: what is closed is an answer. */
struct console_stdio console_stdio_open(int fd);

/* ---- files --------------------------------------------------------------- */

/* Opens to append, creates with mode 0640; a regular file that is not reached
 * by a link. The fd, or -errno after a message. */
int must_check console_file_open(const char *path, struct stat *st);

/* ---- pseudo-terminals ------------------------------------------------------ */

enum { CONSOLE_PTY_NAME_MAX = 64 };

struct console_pty {
	int fd;     /* ours, non-blocking */
	int holder; /* the other side, held so that it never hangs up; raw */
	char name[CONSOLE_PTY_NAME_MAX]; /* "/dev/pts/3" */
};

/* 0, or -errno after a message. */
int must_check console_pty_open(struct console_pty *pty);
void console_pty_close(struct console_pty *pty);

/* Makes `path` a link to the pty; an old link gives way, nothing else does. */
int must_check console_pty_link(const struct console_pty *pty,
				const char *path);
/* Removes it, if it still leads to this pty. */
void console_pty_unlink(const struct console_pty *pty, const char *path);

/* ---- sockets --------------------------------------------------------------- */

struct console_door {
	int fd; /* listening */
	dev_t dev;
	ino_t ino; /* what was put at the path */
};

/* Listens at `path`, mode 0600. A socket that a dead process left behind is
 * replaced; a living one, or anything else, is an error. */
int must_check console_door_open(struct console_door *door, const char *path);

/* Removes the socket at `path` if it is still this one, and closes. */
void console_door_close(struct console_door *door, const char *path);

/* A client, non-blocking; -EAGAIN if there is none. No message. */
int must_check console_accept(const struct console_door *door);

#endif
