/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all ends have in common: bytes through a file descriptor that must not
 * block. Must never wait.
 */
#include "qvm/stream/end.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conf/util/log.h"
#include "qvm/stream/stream.h"

/* What a terminal or pipe that says it is writable takes without a wait. */
enum { CAUTIOUS_WRITE = 256 };

static const struct {
	const struct end_ops *out, *in;
} ends[] = {
	[CONF_CHARDEV_NONE] = { NULL, NULL },
	[CONF_CHARDEV_STDIO] = { &end_stdio_out, &end_stdio_in },
	[CONF_CHARDEV_PTY] = { &end_pty, &end_pty },
	[CONF_CHARDEV_FILE] = { &end_file_out, &end_file_in },
	[CONF_CHARDEV_SOCKET] = { &end_socket, &end_socket },
};

const struct end_ops *end_ops_out(uint32_t kind)
{
	return kind < ARRAY_LEN(ends) ? ends[kind].out : NULL;
}

const struct end_ops *end_ops_in(uint32_t kind)
{
	return kind < ARRAY_LEN(ends) ? ends[kind].in : NULL;
}

const char *end_name(const struct stream_end *end)
{
	return end->stream->spec.name;
}

static bool is_ready(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, 0) > 0;
}

/* As write(2), but for the wait. */
static ssize_t try_write(const struct stream_end *end, const uint8_t *bytes,
			 uint32_t len)
{
	int fd = end->source.fd;

	if (end->kind == CONSOLE_SOCKET)
		return send(fd, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (end->kind != CONSOLE_BLOCKING)
		return write(fd, bytes, len);
	if (is_ready(fd, POLLOUT))
		return write(fd, bytes,
			     len < CAUTIOUS_WRITE ? len : CAUTIOUS_WRITE);
	errno = EAGAIN;
	return -1;
}

static ssize_t try_read(const struct stream_end *end, uint8_t *bytes,
			uint32_t len)
{
	int fd = end->source.fd;

	if (end->kind == CONSOLE_SOCKET)
		return recv(fd, bytes, len, MSG_DONTWAIT);
	if (end->kind != CONSOLE_BLOCKING || is_ready(fd, POLLIN))
		return read(fd, bytes, len);
	errno = EAGAIN;
	return -1;
}

/* A file may have room again later; anything else is gone. */
static int32_t lose(struct stream_end *end, int err)
{
	if (end->kind != CONSOLE_STEADY)
		end->out_ended = true;
	/* A client that leaves its socket is no news. */
	if (!end->told && end->tail.bytes == NULL)
		log_warning("%s: output is being lost: %s", end_name(end),
			    strerror(err));
	end->told = true;
	return END_LOST;
}

int32_t end_fd_put(struct stream_end *end, const uint8_t *bytes, uint32_t len)
{
	ssize_t n;

	if (len == 0)
		return 0;
	if (end->source.fd < 0 || end->out_ended)
		return END_LOST;

	n = try_write(end, bytes, len);
	if (n > 0) {
		end->told = false;
		return (int32_t)n;
	}
	if (n < 0 && errno != EAGAIN && errno != EINTR)
		return lose(end, errno);
	end->blocked = true;
	return 0;
}

uint32_t end_fd_get(struct stream_end *end, uint8_t *bytes, uint32_t len)
{
	ssize_t n;

	if (end->source.fd < 0) {
		end->in_ended = true;
		return 0;
	}
	n = try_read(end, bytes, len);
	if (n > 0)
		return (uint32_t)n;
	if (n == 0 || (errno != EAGAIN && errno != EINTR))
		end->in_ended = true;
	return 0;
}

static void tail_send(struct stream_end *end)
{
	const uint8_t *span;
	uint32_t len;
	int32_t n;

	while ((len = tail_peek(&end->tail, &span)) > 0) {
		n = end_fd_put(end, span, len);
		if (n <= 0)
			return;
		tail_skip(&end->tail, (uint32_t)n);
	}
}

int32_t end_tail_put(struct stream_end *end, const uint8_t *bytes, uint32_t len)
{
	if (len != 0)
		atomic_fetch_add(&end->stream->dropped,
				 tail_append(&end->tail, bytes, len));
	tail_send(end);
	return (int32_t)len;
}
