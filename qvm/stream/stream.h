/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream: the bytes between a vdev and the outside: standard streams, files,
 * pseudo-terminals, UNIX sockets.
 *
 *   stream_open -> stream_attach -> [seal] -> { stream_write, stream_read }*
 *     -> stream_flush -> stream_close
 *
 * A vdev's side (write, read) never blocks, allocates or waits for the outside:
 * it moves bytes to and from bounded rings, and rings a bell where the loop
 * sleeps. The loop's thread moves bytes between the rings and the outside.
 * Output that finds no room is lost and counted; input that finds none stays
 * outside. Nothing is opened after stream_attach but one client of a socket at
 * a time.
 */
#ifndef QVM_STREAM_STREAM_H
#define QVM_STREAM_STREAM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/vdev.h" /* struct conf_chardev */
#include "qvm/loop/loop.h"
#include "qvm/stream/end.h"
#include "qvm/stream/ring.h"

enum {
	STREAM_OUT_SIZE = 64 * 1024, /* of the ring towards the outside */
	STREAM_IN_SIZE = 4 * 1024,
};

/* What a stream leads to. All of it outlives the stream. */
struct stream_spec {
	const char *name;    /* the instance's, for messages */
	const char *run_dir; /* where the links of ptys are made */
	struct conf_chardev out, in; /* CONF_CHARDEV_NONE: nothing there */

	/* Bytes wait, for the first time since a read found none. Needed if
	 * there is an input. */
	void (*input)(void *owner);
	/* The terminal's user has pressed Ctrl-] twice. Needed if standard
	 * input is the input. */
	void (*leave)(void *owner);
	void *owner; /* of both calls; both come on the loop's thread */
};

struct stream {
	struct stream_spec spec;
	struct loop *loop;
	struct loop_source bell;  /* rung by the vdev's side */
	struct loop_source pause; /* output is collected while it lasts */
	struct stream_end end[2];
	struct stream_end *out;   /* NULL, or one of `end` */
	struct stream_end *in;    /* NULL, or one of `end`; may be `out` */
	struct ring out_ring, in_ring;
	uint8_t *pages; /* of the rings and the tails */
	size_t pages_size;
	_Atomic uint64_t dropped;
	atomic_bool out_asleep; /* the loop waits for a bell before output */
	atomic_bool in_stalled; /* the loop waits for a bell before input */
	atomic_bool in_wanted;  /* a read found nothing */
};

/* Do both name one pty or one socket? A stream that has such a pair as `out`
 * and `in` is one connection of two directions. */
bool stream_same_place(const struct conf_chardev *a,
		       const struct conf_chardev *b);

/* Opens what the spec names. 0, or -errno after a message, and nothing is
 * left. Main thread, before the seal. */
int must_check stream_open(struct stream *s, const struct stream_spec *spec);

/* Begins to serve it on a loop, and makes a terminal raw that is its input.
 * 0, or -errno after a message. Main thread, before the seal. */
int must_check stream_attach(struct stream *s, struct loop *loop);

/* Takes what fits of `len` bytes, returns how many, counts the rest as
 * dropped. Takes everything if there is no output. Any thread, one at a time. */
uint32_t stream_write(struct stream *s, const void *bytes, uint32_t len);

/* Gives at most `len` bytes, returns how many; 0 arms `input`. Any thread, one
 * at a time. */
uint32_t stream_read(struct stream *s, void *bytes, uint32_t len);

/* Bytes of output that nobody will see. Any thread. */
uint64_t stream_dropped(const struct stream *s);

/* Writes out what waits, for at most `timeout_ms`. No other call of this
 * stream runs, and its loop has ended. */
void stream_flush(struct stream *s, uint32_t timeout_ms);

/* Closes everything and removes links and sockets. Accepts the zero value and
 * a stream whose stream_open or stream_attach failed. */
void stream_close(struct stream *s);

#endif
