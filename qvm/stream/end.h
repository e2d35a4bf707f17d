/* SPDX-License-Identifier: Apache-2.0 */
/*
 * end: one outside of a stream, behind five calls.
 *
 * Ends are for the loop's thread (and the main thread before and after it).
 * An end never blocks; what it is waiting for stands in `blocked` and
 * `in_ended`, and the pump turns that into what the loop waits for.
 */
#ifndef QVM_STREAM_END_H
#define QVM_STREAM_END_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/vdev.h"
#include "qvm/host/console_files.h"
#include "qvm/loop/loop.h"
#include "qvm/stream/tail.h"

struct stream;
struct stream_end;

enum { END_LOST = -1 };

struct end_ops {
	/* Opens what `where` says. 0, or -errno after a message; what is half
	 * open is closed by `close`. */
	int (*open)(struct stream_end *end);

	/* Once, before the loop runs. 0, or -errno after a message. May be
	 * NULL. */
	int (*attach)(struct stream_end *end);

	/*
	 * Passes bytes on, after those that it kept; with none it only goes on
	 * with what it kept. Returns how many of `len` it took, 0 where it must
	 * wait, END_LOST where these bytes can't be had out. Sets `blocked`
	 * where the fd must become writable first.
	 */
	int32_t (*put)(struct stream_end *end, const uint8_t *bytes,
		       uint32_t len);

	/* Some bytes, at most `len`; 0: none now. Sets `in_ended` where none
	 * will come any more. */
	uint32_t (*get)(struct stream_end *end, uint8_t *bytes, uint32_t len);

	/* Accepts what `open` left, whole or in part. */
	void (*close)(struct stream_end *end);
};

/* A file, or a pair of files that take turns. */
struct end_file {
	int fd[2];        /* the second is FD_NONE without a cap */
	uint32_t current; /* row of the one that grows */
	uint64_t size;    /* bytes in it, as far as we know */
};

struct stream_end {
	const struct end_ops *ops; /* NULL: not in use */
	const struct conf_chardev *where;
	struct stream *stream;
	struct loop_source source; /* what bytes pass through, or FD_NONE */
	enum console_kind kind;    /* how `source.fd` is to be used */
	uint32_t watched;          /* events that the loop waits for there */
	bool blocked;              /* waits until it is writable */
	bool in_ended;             /* no more input */
	bool out_ended;            /* no more output: all of it is lost */
	bool told;                 /* of an error that still stands */

	struct tail tail; /* pty, socket: the last of the output */

	/* Each kind's own. */
	bool own;          /* stdio: the fd is to be closed */
	bool is_tty;       /* stdio */
	uint64_t leave_ms; /* stdio: when Ctrl-] was last pressed, or 0 */
	struct end_file file;
	struct console_pty pty;
	char *pty_link;
	struct console_door door;
	struct loop_source door_source;
};

/* NULL: such an end can't be had in that direction. */
const struct end_ops *end_ops_out(uint32_t kind);
const struct end_ops *end_ops_in(uint32_t kind);

extern const struct end_ops end_stdio_out, end_stdio_in;
extern const struct end_ops end_file_out, end_file_in;
extern const struct end_ops end_pty, end_socket;

/* ---- for the ends (end.c) -------------------------------------------------- */

/* The stream's name, for messages. */
const char *end_name(const struct stream_end *end);

/* As `put` and `get`, through `source.fd`. */
int32_t end_fd_put(struct stream_end *end, const uint8_t *bytes, uint32_t len);
uint32_t end_fd_get(struct stream_end *end, uint8_t *bytes, uint32_t len);

/* As `put`, by way of the tail: takes everything and keeps the last of it. */
int32_t end_tail_put(struct stream_end *end, const uint8_t *bytes,
		     uint32_t len);

#endif
