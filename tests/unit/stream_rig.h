/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream_rig: a stream on a real loop in a thread of its own, with the test as
 * the vdev's side. Everything waits with a bound: a test that hangs says where.
 */
#ifndef QVM_TESTS_UNIT_STREAM_RIG_H
#define QVM_TESTS_UNIT_STREAM_RIG_H

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "conf/util/util.h"
#include "qvm/host/wake.h"
#include "qvm/stream/stream.h"

enum { RIG_PATIENCE_MS = 5000 };

struct rig {
	struct stream stream;
	struct stream_spec spec;
	struct loop loop;
	struct loop_source end; /* ends the loop */
	pthread_t thread;
	bool runs;
	atomic_int inputs, leaves; /* calls so far */
	char dir[64];
	char path[4][96]; /* of rig_path */
};

static struct rig rig;

static inline void rig_sleep(unsigned ms)
{
	struct timespec t = { .tv_nsec = (long)ms * 1000000 };

	nanosleep(&t, NULL);
}

/* Waits until the expression holds. */
#define RIG_UNTIL(expression) \
	do { \
		int left_ = RIG_PATIENCE_MS; \
		while (!(expression) && left_-- > 0) \
			rig_sleep(1); \
		cr_assert(expression, "never came: " #expression); \
	} while (0)

static inline void rig_input(void *owner)
{
	(void)owner;
	atomic_fetch_add(&rig.inputs, 1);
}

static inline void rig_leave(void *owner)
{
	(void)owner;
	atomic_fetch_add(&rig.leaves, 1);
}

static inline void rig_setup(void)
{
	signal(SIGPIPE, SIG_IGN);
	strcpy(rig.dir, "/tmp/stream-test.XXXXXX");
	cr_assert_not_null(mkdtemp(rig.dir));
	rig.spec = (struct stream_spec){
		.name = "console", .run_dir = rig.dir,
		.input = rig_input, .leave = rig_leave,
	};
}

static inline void rig_teardown(void)
{
	char command[96];

	snprintf(command, sizeof(command), "rm -rf %s", rig.dir);
	cr_assert_eq(system(command), 0);
}

/* A path in the test's directory; `row` is 0..3. */
static inline const char *rig_path(int row, const char *name)
{
	snprintf(rig.path[row], sizeof(rig.path[row]), "%s/%s", rig.dir, name);
	return rig.path[row];
}

static inline void rig_end(struct loop_source *source, uint32_t events)
{
	(void)events;
	bell_hush(source->fd);
	loop_end(&rig.loop);
}

static inline void *rig_run(void *unused)
{
	loop_run(&rig.loop);
	return unused;
}

/* Opens and serves what rig.spec says. */
static inline void rig_start(void)
{
	cr_assert_eq(stream_open(&rig.stream, &rig.spec), 0);
	cr_assert_eq(loop_init(&rig.loop), 0);
	cr_assert_eq(stream_attach(&rig.stream, &rig.loop), 0);
	rig.end = (struct loop_source){ .fd = bell_open(), .ready = rig_end };
	cr_assert_geq(rig.end.fd, 0);
	cr_assert_eq(loop_add(&rig.loop, &rig.end, 1 /* EPOLLIN */), 0);
	cr_assert_eq(pthread_create(&rig.thread, NULL, rig_run, NULL), 0);
	rig.runs = true;
}

static inline void rig_stop_loop(void)
{
	if (!rig.runs)
		return;
	bell_ring(rig.end.fd);
	pthread_join(rig.thread, NULL);
	loop_fini(&rig.loop);
	close(rig.end.fd);
	rig.runs = false;
}

static inline void rig_stop(void)
{
	rig_stop_loop();
	stream_flush(&rig.stream, 1000);
	stream_close(&rig.stream);
}

static inline uint32_t rig_write(const char *text)
{
	return stream_write(&rig.stream, text, (uint32_t)strlen(text));
}

/* Reads `len` bytes from the stream, as a patient vdev. */
static inline void rig_read(char *bytes, uint32_t len)
{
	uint32_t done = 0;

	RIG_UNTIL((done += stream_read(&rig.stream, bytes + done,
				       len - done)) == len);
}

/* Reads `len` bytes from an fd of the outside. */
static inline void rig_get(int fd, char *bytes, size_t len)
{
	size_t done = 0;

	while (done < len) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t n;

		cr_assert_eq(poll(&p, 1, RIG_PATIENCE_MS), 1,
			     "%zu of %zu bytes came", done, len);
		n = read(fd, bytes + done, len - done);
		cr_assert_gt(n, 0, "%zu of %zu bytes came", done, len);
		done += (size_t)n;
	}
}

static inline void rig_expect(int fd, const char *text)
{
	char bytes[256] = { 0 };

	cr_assert_lt(strlen(text), sizeof(bytes));
	rig_get(fd, bytes, strlen(text));
	cr_assert_str_eq(bytes, text);
}

static inline void rig_press(int fd, const char *keys)
{
	cr_assert_eq(write(fd, keys, strlen(keys)), (ssize_t)strlen(keys));
}

static inline struct conf_chardev rig_at(uint32_t kind, const char *path)
{
	return (struct conf_chardev){ .kind = kind, .path = path };
}

/* Standard input or output becomes one side of a pipe; gives the other. */
static inline int rig_pipe(int standard)
{
	int fd[2];

	cr_assert_eq(pipe2(fd, O_CLOEXEC), 0);
	cr_assert_eq(dup2(fd[standard], standard), standard);
	close(fd[standard]);
	return fd[1 - standard];
}

/* The i-th byte of a pattern that does not repeat where buffers end. */
static inline uint8_t rig_pattern(uint64_t i)
{
	return (uint8_t)((i * 2654435761u) >> 13);
}

#endif
