/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A UNIX socket as an end. One client at a time; each first gets the last
 * 64 KiB of output, then what comes. Without a client output is kept, not
 * lost, and input waits.
 *
 * Must never let a client hold up another: one that is gone makes room, one
 * that is slow loses its oldest bytes.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conf/util/log.h"
#include "qvm/stream/end.h"
#include "qvm/stream/pump.h"
#include "qvm/stream/stream.h"

/* Is the other side closed, in both directions? */
static bool is_gone(int fd)
{
	struct pollfd p = { .fd = fd };

	return poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR)) != 0;
}

static void detach(struct stream_end *end)
{
	if (end->source.fd < 0)
		return;
	pump_unwatch(end);
	close(end->source.fd);
	end->source.fd = FD_NONE;
	end->blocked = false;
	end->out_ended = false;
	end->told = false;
	tail_detach(&end->tail);
}

static void attach_client(struct stream_end *end, int fd)
{
	end->source.fd = fd;
	end->in_ended = false;
	if (end->tail.bytes != NULL)
		tail_attach(&end->tail);
	pump_serve(end->stream, true);
}

/* What does not fit into a fresh socket's buffer, or comes too late, is no
 * loss: the result is unused. */
static void turn_away(const struct stream_end *end, int fd)
{
	char line[128];
	int n = snprintf(line, sizeof(line),
			 "qvm: %s: another client is attached\r\n",
			 end_name(end));

	if (n > 0 && (size_t)n < sizeof(line))
		(void)send(fd, line, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL);
	close(fd);
}

static void knocked(struct loop_source *source, uint32_t events)
{
	struct stream_end *end = source->owner;
	int fd = console_accept(&end->door);

	(void)events;
	if (fd == -EMFILE || fd == -ENFILE || fd == -ENOMEM || fd == -ENOBUFS) {
		/* It would be asked again at once, for ever. */
		log_warning("%s: no clients any more: %s", end_name(end),
			    strerror(-fd));
		loop_remove(end->stream->loop, source);
	}
	if (fd < 0)
		return;

	if (end->source.fd >= 0 && is_gone(end->source.fd))
		detach(end);
	if (end->source.fd >= 0)
		turn_away(end, fd);
	else
		attach_client(end, fd);
}

static int socket_open(struct stream_end *end)
{
	end->kind = CONSOLE_SOCKET;
	return console_door_open(&end->door, end->where->path);
}

static int socket_attach(struct stream_end *end)
{
	end->door_source = (struct loop_source){
		.fd = end->door.fd, .ready = knocked, .owner = end,
	};
	return loop_add(end->stream->loop, &end->door_source, EPOLLIN);
}

static int32_t socket_put(struct stream_end *end, const uint8_t *bytes,
			  uint32_t len)
{
	int32_t n = end_tail_put(end, bytes, len);

	/* One that no longer listens may have said something before. */
	if (end->out_ended && (end != end->stream->in || end->in_ended))
		detach(end);
	return n;
}

/* A client that has only ended what it sends stays, and is shown the rest. */
static uint32_t socket_get(struct stream_end *end, uint8_t *bytes, uint32_t len)
{
	uint32_t n;

	if (end->source.fd < 0)
		return 0;
	n = end_fd_get(end, bytes, len);
	if (end->in_ended && is_gone(end->source.fd))
		detach(end);
	return n;
}

static void socket_close(struct stream_end *end)
{
	detach(end);
	console_door_close(&end->door, end->where->path);
}

const struct end_ops end_socket = {
	.open = socket_open,
	.attach = socket_attach,
	.put = socket_put,
	.get = socket_get,
	.close = socket_close,
};
