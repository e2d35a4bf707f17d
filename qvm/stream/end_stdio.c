/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Standard input and output as an end. Must never change what qvm shares with
 * whoever started it, but for the settings of a terminal that it is in the
 * foreground of; the guard puts those back.
 */
#include <time.h>
#include <unistd.h>

#include "conf/util/log.h"
#include "qvm/host/tty.h"
#include "qvm/stream/end.h"
#include "qvm/stream/stream.h"

enum {
	LEAVE_KEY = 0x1d,   /* Ctrl-] */
	LEAVE_WITHIN = 1000, /* ms between the two presses */
};

static void take_fd(struct stream_end *end, int fd)
{
	struct console_stdio io = console_stdio_open(fd);

	end->source.fd = io.fd;
	end->kind = io.kind;
	end->own = io.own;
	end->is_tty = io.is_tty;
}

static int stdio_open_out(struct stream_end *end)
{
	take_fd(end, STDOUT_FILENO);
	return 0;
}

static int stdio_open_in(struct stream_end *end)
{
	take_fd(end, STDIN_FILENO);
	end->in_ended = end->kind == CONSOLE_CLOSED;
	return 0;
}

static int stdio_attach_in(struct stream_end *end)
{
	if (!end->is_tty)
		return 0;
	if (tty_is_ours(end->source.fd))
		return tty_raw(end->source.fd);

	log_warning("%s: no input: qvm is in the background of its terminal",
		    end_name(end));
	end->in_ended = true;
	return 0;
}

static uint64_t now_ms(void)
{
	struct timespec t;

	/* Can't fail: every Linux has this clock. */
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* Is this the second of two presses, with nothing between them? */
static bool leaves(struct stream_end *end, uint8_t key)
{
	uint64_t now;

	if (key != LEAVE_KEY) {
		end->leave_ms = 0;
		return false;
	}
	now = now_ms();
	if (end->leave_ms != 0 && now - end->leave_ms <= LEAVE_WITHIN) {
		end->leave_ms = 0;
		return true;
	}
	end->leave_ms = now;
	return false;
}

/* The guest gets every key, the first Ctrl-] too, without a wait for a second;
 * only the one that leaves, and what was typed after it, it does not get. */
static uint32_t stdio_get(struct stream_end *end, uint8_t *bytes, uint32_t len)
{
	const struct stream_spec *spec = &end->stream->spec;
	uint32_t n = end_fd_get(end, bytes, len);

	for (uint32_t i = 0; end->is_tty && i < n; i++) {
		if (leaves(end, bytes[i])) {
			spec->leave(spec->owner);
			return i;
		}
	}
	return n;
}

static void stdio_close(struct stream_end *end)
{
	if (end->own)
		close(end->source.fd);
	end->own = false;
	end->source.fd = FD_NONE;
}

const struct end_ops end_stdio_out = {
	.open = stdio_open_out,
	.put = end_fd_put,
	.close = stdio_close,
};

const struct end_ops end_stdio_in = {
	.open = stdio_open_in,
	.attach = stdio_attach_in,
	.get = stdio_get,
	.close = stdio_close,
};
