/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loop's side of a stream. Whatever woke it, it does the same: move bytes,
 * then arrange for the next wake.
 *
 * Output wakes it by the bell once, is then collected in pauses of PAUSE_US,
 * and rings again only after a pause in which none came. So a guest that
 * prints byte by byte costs a few wakes, not one for each byte, and a guest
 * that is silent costs none.
 *
 * Must never block, and never move more in one call than a ring holds.
 */
#include "qvm/stream/pump.h"

#include <sys/epoll.h>
#include <unistd.h>

#include "qvm/host/wake.h"

enum { PAUSE_US = 2000 };

/* A ring's bytes are two stretches at most. */
enum { STRETCHES = 2 };

/* ---- moving ---------------------------------------------------------------- */

bool pump_out(struct stream *s, bool *waits)
{
	struct stream_end *end = s->out;
	const uint8_t *span;
	bool moved = false;
	uint32_t len;
	int32_t n;

	end->blocked = false;
	*waits = false;
	(void)end->ops->put(end, NULL, 0); /* only goes on: takes nothing */

	for (int i = 0; i < STRETCHES; i++) {
		len = ring_peek(&s->out_ring, &span);
		if (len == 0)
			break;
		n = end->ops->put(end, span, len);
		*waits = n == 0;
		if (n == 0)
			break;
		if (n == END_LOST) {
			atomic_fetch_add(&s->dropped, len);
			n = (int32_t)len;
		}
		ring_skip(&s->out_ring, (uint32_t)n);
		moved = true;
	}
	return moved;
}

static void pump_in(struct stream *s)
{
	struct stream_end *end = s->in;
	bool moved = false;
	uint32_t len;
	uint8_t *span;

	for (int i = 0; i < STRETCHES && !end->in_ended; i++) {
		len = ring_room(&s->in_ring, &span);
		if (len == 0)
			break;
		len = end->ops->get(end, span, len);
		if (len == 0)
			break;
		ring_commit(&s->in_ring, len);
		moved = true;
	}
	if (moved && atomic_exchange(&s->in_wanted, false))
		s->spec.input(s->spec.owner);
}

/* ---- arranging the next wake ----------------------------------------------- */

/* Says that the loop stalls before it looks again: see ring.h. */
static bool in_has_room(struct stream *s)
{
	if (ring_count(&s->in_ring) < STREAM_IN_SIZE)
		return true;
	atomic_store(&s->in_stalled, true);
	return ring_count(&s->in_ring) < STREAM_IN_SIZE;
}

static void end_ready(struct loop_source *source, uint32_t events)
{
	struct stream_end *end = source->owner;

	/* A hang-up or an error shows itself to whoever reads or writes. */
	pump_serve(end->stream,
		   (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0);
}

void pump_unwatch(struct stream_end *end)
{
	if (end->watched != 0 && end->stream->loop != NULL)
		loop_remove(end->stream->loop, &end->source);
	end->watched = 0;
}

/*
 * An end that waits for nothing is not in the loop at all: a terminal or
 * client that hung up would wake it for ever.
 */
static void watch(struct stream_end *end, uint32_t events)
{
	struct loop *loop = end->stream->loop;

	if (events == end->watched || loop == NULL)
		return;
	if (events == 0) {
		pump_unwatch(end);
		return;
	}
	if (end->watched != 0) {
		loop_change(loop, &end->source, events);
	} else {
		end->source.ready = end_ready;
		end->source.owner = end;
		if (loop_add(loop, &end->source, events) != 0) {
			/* Told. Without its end the stream goes on as if
			 * both sides had been closed. */
			end->in_ended = true;
			end->out_ended = true;
			return;
		}
	}
	end->watched = events;
}

static uint32_t wanted_events(struct stream *s, const struct stream_end *end)
{
	uint32_t events = 0;

	if (end->source.fd < 0 || end->kind == CONSOLE_STEADY)
		return 0;
	if (end == s->in && !end->in_ended && in_has_room(s))
		events |= EPOLLIN;
	if (end == s->out && end->blocked && !end->out_ended)
		events |= EPOLLOUT;
	return events;
}

static void arrange_in(struct stream *s)
{
	struct stream_end *end = s->in;

	if (end->kind == CONSOLE_STEADY && !end->in_ended && in_has_room(s))
		bell_ring(s->bell.fd);
}

/* Says that the loop sleeps before it looks again: see ring.h. */
static void arrange_out(struct stream *s, bool moved, bool waits)
{
	/* The end will say when it is writable, but a file never does. */
	if (waits && s->out->kind != CONSOLE_STEADY)
		return;
	if (!moved && ring_count(&s->out_ring) == 0) {
		atomic_store(&s->out_asleep, true);
		if (ring_count(&s->out_ring) == 0)
			return;
		atomic_store(&s->out_asleep, false);
	}
	timer_arm(s->pause.fd, PAUSE_US * UINT64_C(1000), 0);
}

void pump_serve(struct stream *s, bool readable)
{
	bool moved = false, waits = false;

	if (s->out != NULL)
		moved = pump_out(s, &waits);
	if (s->in != NULL && (readable || s->in->kind == CONSOLE_STEADY))
		pump_in(s);

	for (size_t i = 0; i < ARRAY_LEN(s->end); i++)
		if (s->end[i].ops != NULL)
			watch(&s->end[i], wanted_events(s, &s->end[i]));
	if (s->in != NULL)
		arrange_in(s);
	if (s->out != NULL)
		arrange_out(s, moved, waits);
}

/* ---- sources --------------------------------------------------------------- */

static void bell_ready(struct loop_source *source, uint32_t events)
{
	(void)events;
	bell_hush(source->fd);
	pump_serve(source->owner, false);
}

static void pause_ready(struct loop_source *source, uint32_t events)
{
	(void)events;
	(void)timer_expired(source->fd);
	pump_serve(source->owner, false);
}

int pump_attach(struct stream *s)
{
	int err;

	s->bell.ready = bell_ready;
	s->bell.owner = s;
	s->pause.ready = pause_ready;
	s->pause.owner = s;
	err = loop_add(s->loop, &s->bell, EPOLLIN);
	if (err == 0)
		err = loop_add(s->loop, &s->pause, EPOLLIN);
	return err;
}
