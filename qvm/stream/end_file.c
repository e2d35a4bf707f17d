/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files as an end. Output is appended to NAME. With a cap, NAME and NAME.1 are
 * both opened at the start and take turns: the full one stays, the other is
 * emptied and grows; so between one and two caps of output are kept, nothing
 * is renamed, and nothing is opened after the seal.
 *
 * Must never trust its own idea of a file's size before it switches: somebody
 * who rotates logs may have emptied it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qvm/host/file.h"
#include "qvm/stream/end.h"
#include "qvm/stream/stream.h"

/* Was the second file written last? Within one tick of the clock they look
 * alike; then the first was left because it was full. */
static bool second_is_newer(const struct stat st[static 2], uint64_t cap)
{
	const struct timespec *first = &st[0].st_mtim, *second = &st[1].st_mtim;

	if (st[1].st_size == 0)
		return false;
	if (first->tv_sec != second->tv_sec)
		return second->tv_sec > first->tv_sec;
	if (first->tv_nsec != second->tv_nsec)
		return second->tv_nsec > first->tv_nsec;
	return (uint64_t)st[0].st_size >= cap;
}

static void use(struct stream_end *end, uint32_t row, uint64_t size)
{
	end->file.current = row;
	end->file.size = size;
	end->source.fd = end->file.fd[row];
}

static int open_second(struct stream_end *end, struct stat *st)
{
	char *path;

	if (asprintf(&path, "%s.1", end->where->path) < 0)
		return host_fail(ENOMEM, "no memory for a stream");
	end->file.fd[1] = console_file_open(path, st);
	free(path);
	return end->file.fd[1] < 0 ? end->file.fd[1] : 0;
}

/* Goes on with the file that was written last. */
static int file_open_out(struct stream_end *end)
{
	struct end_file *f = &end->file;
	struct stat st[2];
	int err;

	f->fd[1] = FD_NONE;
	f->fd[0] = console_file_open(end->where->path, &st[0]);
	if (f->fd[0] < 0)
		return f->fd[0];
	end->kind = CONSOLE_STEADY;
	use(end, 0, (uint64_t)st[0].st_size);
	if (end->where->cap == 0)
		return 0;

	err = open_second(end, &st[1]);
	if (err == 0 && second_is_newer(st, end->where->cap))
		use(end, 1, (uint64_t)st[1].st_size);
	return err;
}

/* Room in the current file; makes some by turning to the other. */
static uint64_t room(struct stream_end *end)
{
	struct end_file *f = &end->file;
	uint64_t cap = end->where->cap;
	struct stat st;

	if (f->size >= cap && fstat(f->fd[f->current], &st) == 0)
		f->size = (uint64_t)st.st_size;
	if (f->size < cap)
		return cap - f->size;

	if (ftruncate(f->fd[1 - f->current], 0) != 0)
		return 0;
	use(end, 1 - f->current, 0);
	return cap;
}

static int32_t file_put(struct stream_end *end, const uint8_t *bytes,
			uint32_t len)
{
	uint64_t most = len;
	int32_t n;

	if (end->where->cap != 0 && len != 0) {
		most = room(end);
		if (most == 0)
			return END_LOST;
	}
	n = end_fd_put(end, bytes, most < len ? (uint32_t)most : len);
	if (n > 0)
		end->file.size += (uint64_t)n;
	return n;
}

static void file_close_out(struct stream_end *end)
{
	struct end_file *f = &end->file;

	for (int row = 0; row < 2; row++) {
		if (f->fd[row] >= 0)
			close(f->fd[row]);
		f->fd[row] = FD_NONE;
	}
	end->source.fd = FD_NONE;
}

static int file_open_in(struct stream_end *end)
{
	struct stat st;
	int fd = host_file_open(end->where->path, &st);

	if (fd < 0)
		return host_fail(-fd, "can't read %s", end->where->path);
	end->source.fd = fd;
	end->kind = CONSOLE_STEADY;
	return 0;
}

static void file_close_in(struct stream_end *end)
{
	if (end->source.fd >= 0)
		close(end->source.fd);
	end->source.fd = FD_NONE;
}

const struct end_ops end_file_out = {
	.open = file_open_out,
	.put = file_put,
	.close = file_close_out,
};

const struct end_ops end_file_in = {
	.open = file_open_in,
	.get = end_fd_get,
	.close = file_close_in,
};
