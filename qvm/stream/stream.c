/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams: building, and the vdev's side. Must never make a vdev's thread wait
 * for the outside: that thread is a vCPU.
 */
#include "qvm/stream/stream.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "qvm/host/wake.h"
#include "qvm/stream/pump.h"

enum { PTY_PATIENCE_MS = 100 };

/* A pty may have no path. */
static bool same_path(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool stream_same_place(const struct conf_chardev *a,
		       const struct conf_chardev *b)
{
	return a->kind == b->kind &&
	       (a->kind == CONF_CHARDEV_PTY ||
		a->kind == CONF_CHARDEV_SOCKET) &&
	       same_path(a->path, b->path);
}

/* ---- building -------------------------------------------------------------- */

static struct stream_end *use_end(struct stream *s, int row,
				  const struct conf_chardev *where,
				  const struct end_ops *ops)
{
	struct stream_end *end = &s->end[row];

	if (ops == NULL)
		return NULL;
	end->ops = ops;
	end->where = where;
	end->stream = s;
	return end;
}

static void choose_ends(struct stream *s)
{
	const struct stream_spec *spec = &s->spec;

	for (size_t i = 0; i < ARRAY_LEN(s->end); i++) {
		s->end[i].source.fd = FD_NONE;
		s->end[i].file.fd[0] = FD_NONE;
		s->end[i].file.fd[1] = FD_NONE;
		s->end[i].pty.fd = FD_NONE;
		s->end[i].pty.holder = FD_NONE;
		s->end[i].door.fd = FD_NONE;
	}
	s->out = use_end(s, 0, &spec->out, end_ops_out(spec->out.kind));
	if (s->out != NULL && stream_same_place(&spec->out, &spec->in))
		s->in = s->out;
	else
		s->in = use_end(s, 1, &spec->in, end_ops_in(spec->in.kind));
}

/* One mapping: rings, and a tail where readers come and go. */
static int make_rings(struct stream *s)
{
	uint32_t out = s->out != NULL ? STREAM_OUT_SIZE : 0;
	uint32_t in = s->in != NULL ? STREAM_IN_SIZE : 0;
	bool tail = s->spec.out.kind == CONF_CHARDEV_PTY ||
		    s->spec.out.kind == CONF_CHARDEV_SOCKET;

	s->pages_size = out + in + (tail ? TAIL_SIZE : 0);
	s->pages = pages_new(s->pages_size);
	if (s->pages == NULL)
		return -ENOMEM;
	ring_init(&s->out_ring, s->pages, out);
	ring_init(&s->in_ring, s->pages + out, in);
	if (tail)
		tail_init(&s->out->tail, s->pages + out + in);
	return 0;
}

static int make_wakes(struct stream *s)
{
	s->bell.fd = bell_open();
	if (s->bell.fd < 0)
		return s->bell.fd;
	s->pause.fd = timer_open();
	return s->pause.fd < 0 ? s->pause.fd : 0;
}

static int open_ends(struct stream *s)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_LEN(s->end) && err == 0; i++)
		if (s->end[i].ops != NULL)
			err = s->end[i].ops->open(&s->end[i]);
	return err;
}

int stream_open(struct stream *s, const struct stream_spec *spec)
{
	int err;

	*s = (struct stream){
		.spec = *spec,
		.bell.fd = FD_NONE,
		.pause.fd = FD_NONE,
		.in_wanted = true,
	};
	choose_ends(s);
	if (s->out == NULL && s->in == NULL)
		return 0;

	/* Ends first: where standard output is closed, a fd that we make must
	 * not be taken for it. */
	err = make_rings(s);
	if (err == 0)
		err = open_ends(s);
	if (err == 0)
		err = make_wakes(s);
	if (err != 0)
		stream_close(s);
	return err;
}

/* The bell makes the loop's first round look at everything once. */
int stream_attach(struct stream *s, struct loop *loop)
{
	int err;

	if (s->pages == NULL)
		return 0;
	s->loop = loop;
	err = pump_attach(s);
	for (size_t i = 0; i < ARRAY_LEN(s->end) && err == 0; i++) {
		const struct end_ops *ops = s->end[i].ops;

		if (ops != NULL && ops->attach != NULL)
			err = ops->attach(&s->end[i]);
	}
	if (err == 0)
		bell_ring(s->bell.fd);
	return err;
}

void stream_close(struct stream *s)
{
	s->loop = NULL;
	if (s->pages == NULL)
		return;
	for (size_t i = 0; i < ARRAY_LEN(s->end); i++)
		if (s->end[i].ops != NULL)
			s->end[i].ops->close(&s->end[i]);
	if (s->pause.fd >= 0)
		close(s->pause.fd);
	if (s->bell.fd >= 0)
		close(s->bell.fd);
	pages_free(s->pages, s->pages_size);
	s->pages = NULL;
}

/* ---- the vdev's side ------------------------------------------------------- */

uint32_t stream_write(struct stream *s, const void *bytes, uint32_t len)
{
	uint32_t taken;

	if (s->out == NULL)
		return len;
	taken = ring_put(&s->out_ring, bytes, len);
	if (taken < len)
		atomic_fetch_add_explicit(&s->dropped, len - taken,
					  memory_order_relaxed);
	/* The cheap look first: most of the time the loop is awake. */
	if (atomic_load(&s->out_asleep) &&
	    atomic_exchange(&s->out_asleep, false))
		bell_ring(s->bell.fd);
	return taken;
}

/* Says that bytes are wanted before it looks again: see ring.h. */
uint32_t stream_read(struct stream *s, void *bytes, uint32_t len)
{
	uint32_t n = ring_take(&s->in_ring, bytes, len);

	if (n == 0) {
		atomic_store(&s->in_wanted, true);
		n = ring_take(&s->in_ring, bytes, len);
	}
	if (n != 0 && atomic_load(&s->in_stalled) &&
	    atomic_exchange(&s->in_stalled, false))
		bell_ring(s->bell.fd);
	return n;
}

uint64_t stream_dropped(const struct stream *s)
{
	return atomic_load_explicit(&s->dropped, memory_order_relaxed);
}

/* ---- the end --------------------------------------------------------------- */

static int64_t now_ms(void)
{
	struct timespec t;

	/* Can't fail: every Linux has this clock. */
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Waits until the output takes more; false where that is too long. A pty that
 * is full has a reader only if it is soon not full. */
static bool wait_for_room(const struct stream *s, int64_t until)
{
	struct pollfd p = { .fd = s->out->source.fd, .events = POLLOUT };
	int64_t left = until - now_ms();

	if (s->spec.out.kind == CONF_CHARDEV_PTY && left > PTY_PATIENCE_MS)
		left = PTY_PATIENCE_MS;
	return left > 0 && poll(&p, 1, (int)left) > 0;
}

void stream_flush(struct stream *s, uint32_t timeout_ms)
{
	int64_t until = now_ms() + timeout_ms;
	bool moved, waits;

	s->loop = NULL; /* it has ended */
	if (s->out == NULL || s->pages == NULL)
		return;
	do {
		moved = pump_out(s, &waits);
		if (s->out->blocked && !wait_for_room(s, until))
			return;
	} while (moved || s->out->blocked);
}
