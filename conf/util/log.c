/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One line, one write, and none where the reader does not keep up. Must never
 * block and never allocate: guard and vCPUs use it.
 */
#include "conf/util/log.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *log_system;
static enum log_level log_most = LOG_LEVEL_INFO;
static const char *log_line_end = "\n";

static const char *const level_names[] = {
	[LOG_LEVEL_ERROR] = "error",
	[LOG_LEVEL_WARNING] = "warning",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_DEBUG] = "debug",
};

void log_init(const char *system, enum log_level level)
{
	log_system = system;
	log_most = level;
	/* The guest's console may have made the terminal raw. */
	if (isatty(STDERR_FILENO))
		log_line_end = "\r\n";
}

/* Appends to `line`, which has `*len` bytes; what does not fit is cut. */
static void printf_like(3, 0) append(char line[static LOG_LINE_MAX],
				      size_t *len, const char *format,
				      va_list args)
{
	size_t room = LOG_LINE_MAX - 2 - *len; /* two bytes for the line's end */
	int n = vsnprintf(line + *len, room, format, args);

	if (n > 0)
		*len += (size_t)n < room ? (size_t)n : room - 1;
}

static void printf_like(3, 4) append_text(char line[static LOG_LINE_MAX],
					  size_t *len, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	append(line, len, format, args);
	va_end(args);
}

/* What a guest or a vdev has a hand in must not drive the terminal, nor look
 * like a line of its own. */
static void make_plain(char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
}

/* A line is shorter than PIPE_BUF: a pipe that is ready takes all of it. */
static bool is_ready(void)
{
	struct pollfd p = { .fd = STDERR_FILENO, .events = POLLOUT };

	return poll(&p, 1, 0) > 0 && (p.revents & POLLOUT) != 0;
}

static void printf_like(3, 0) tell(enum log_level level, int err,
				    const char *format, va_list args)
{
	char line[LOG_LINE_MAX];
	size_t len = 0;
	ssize_t ignored;

	if (level > log_most)
		return;
	if (log_system != NULL)
		append_text(line, &len, "qvm[%s]: ", log_system);
	else
		append_text(line, &len, "qvm: ");
	if (level != LOG_LEVEL_INFO)
		append_text(line, &len, "%s: ", level_names[level]);
	append(line, &len, format, args);
	if (err != 0)
		append_text(line, &len, ": %s", strerrordesc_np(err));
	make_plain(line, len);
	len += (size_t)(stpcpy(line + len, log_line_end) - (line + len));
	/* A log that can't be written must stop neither guard nor machine. */
	if (!is_ready())
		return;
	ignored = write(STDERR_FILENO, line, len);
	(void)ignored;
}

#define TELL(level, err) \
	do { \
		va_list args; \
		va_start(args, format); \
		tell(level, err, format, args); \
		va_end(args); \
	} while (0)

void log_error(const char *format, ...)
{
	TELL(LOG_LEVEL_ERROR, 0);
}

void log_warning(const char *format, ...)
{
	TELL(LOG_LEVEL_WARNING, 0);
}

void log_info(const char *format, ...)
{
	TELL(LOG_LEVEL_INFO, 0);
}

void log_debug(const char *format, ...)
{
	TELL(LOG_LEVEL_DEBUG, 0);
}

int host_fail(int err, const char *format, ...)
{
	TELL(LOG_LEVEL_ERROR, err);
	return err == 0 ? -EIO : -err;
}
