/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams through the standard streams, in each of the forms in which a shell
 * or a service manager hands them over.
 */
#include "stream_rig.h"

TestSuite(stream, .init = rig_setup, .fini = rig_teardown);

/* ---- standard output -------------------------------------------------------------- */

Test(stream, output_reaches_standard_output)
{
	int outside = rig_pipe(STDOUT_FILENO);

	rig.spec.out.kind = CONF_CHARDEV_STDIO;
	rig_start();
	for (unsigned i = 0; i < 50; i++) {
		cr_assert_eq(rig_write("hello"), 5);
		rig_expect(outside, "hello");
		rig_sleep(i % 5); /* meets the loop awake, pausing, asleep */
	}
	rig_stop();
}

Test(stream, the_descriptions_that_are_shared_stay_as_they_were)
{
	int in = rig_pipe(STDIN_FILENO), out = rig_pipe(STDOUT_FILENO);

	rig.spec.out.kind = CONF_CHARDEV_STDIO;
	rig.spec.in.kind = CONF_CHARDEV_STDIO;
	rig_start();
	cr_assert_eq(fcntl(STDIN_FILENO, F_GETFL) & O_NONBLOCK, 0);
	cr_assert_eq(fcntl(STDOUT_FILENO, F_GETFL) & O_NONBLOCK, 0);
	rig_stop();
	close(in);
	close(out);
}

Test(stream, output_without_room_is_dropped_and_counted)
{
	static const uint8_t zeros[1000];
	int outside = rig_pipe(STDOUT_FILENO);
	uint64_t taken = 0, total = 0;

	rig.spec.out.kind = CONF_CHARDEV_STDIO;
	rig_start();
	while (total < 1000000) {
		taken += stream_write(&rig.stream, zeros, sizeof(zeros));
		total += sizeof(zeros);
	}
	cr_assert_lt(taken, total, "nobody reads");
	cr_assert_eq(stream_dropped(&rig.stream), total - taken);

	/* What was taken comes out as soon as somebody reads. */
	for (uint64_t i = 0; i < taken; i += 1) {
		char byte;

		rig_get(outside, &byte, 1);
	}
	cr_assert_eq(rig_write("more"), 4);
	rig_expect(outside, "more");
	rig_stop();
}

Test(stream, a_closed_standard_output_drops_and_nobody_dies)
{
	close(STDOUT_FILENO);
	rig.spec.out.kind = CONF_CHARDEV_STDIO;
	rig_start();
	cr_assert_eq(rig_write("lost"), 4);
	RIG_UNTIL(stream_dropped(&rig.stream) == 4);
	rig_stop();
}

Test(stream, a_reader_that_goes_away_is_no_more_than_drops)
{
	int outside = rig_pipe(STDOUT_FILENO);

	rig.spec.out.kind = CONF_CHARDEV_STDIO;
	rig_start();
	rig_write("seen");
	rig_expect(outside, "seen");
	close(outside);
	rig_write("lost");
	RIG_UNTIL(stream_dropped(&rig.stream) == 4);
	rig_stop();
}

Test(stream, an_output_to_nowhere_takes_everything)
{
	rig_start();
	cr_assert_eq(rig_write("anything"), 8);
	cr_assert_eq(stream_dropped(&rig.stream), 0);
	rig_stop();
}

Test(stream, a_redirected_output_shares_its_place_with_standard_error)
{
	const char *path = rig_path(0, "out");
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);

	cr_assert_geq(fd, 0);
	cr_assert_eq(dup2(fd, STDOUT_FILENO), STDOUT_FILENO);
	rig.spec.out.kind = CONF_CHARDEV_STDIO;
	cr_assert_eq(write(fd, "one,", 4), 4);
	rig_start();
	rig_write("two,");
	rig_stop();
	cr_assert_eq(write(fd, "three", 5), 5);
	cr_assert_eq(lseek(fd, 0, SEEK_SET), 0);
	rig_expect(fd, "one,two,three");
}

Test(stream, flush_writes_the_rest)
{
	int outside = rig_pipe(STDOUT_FILENO);

	rig.spec.out.kind = CONF_CHARDEV_STDIO;
	cr_assert_eq(stream_open(&rig.stream, &rig.spec), 0);
	rig_write("last words");
	stream_flush(&rig.stream, 1000);
	rig_expect(outside, "last words");
	stream_close(&rig.stream);
}

Test(stream, flush_ends_when_its_time_is_over)
{
	static const uint8_t zeros[STREAM_OUT_SIZE];
	int outside = rig_pipe(STDOUT_FILENO);
	struct timespec before, after;

	rig.spec.out.kind = CONF_CHARDEV_STDIO;
	rig_start();
	while (stream_dropped(&rig.stream) == 0)
		stream_write(&rig.stream, zeros, sizeof(zeros));
	rig_stop_loop();
	clock_gettime(CLOCK_MONOTONIC, &before);
	stream_flush(&rig.stream, 50);
	clock_gettime(CLOCK_MONOTONIC, &after);
	cr_assert_leq(after.tv_sec - before.tv_sec, 1);
	stream_close(&rig.stream);
	close(outside);
}

/* ---- standard input --------------------------------------------------------------- */

Test(stream, input_is_told_once_until_a_read_finds_none)
{
	int outside = rig_pipe(STDIN_FILENO);
	char byte;

	rig.spec.in.kind = CONF_CHARDEV_STDIO;
	rig_start();
	cr_assert_eq(write(outside, "ab", 2), 2);
	RIG_UNTIL(rig.inputs == 1);
	cr_assert_eq(write(outside, "c", 1), 1);
	RIG_UNTIL(ring_count(&rig.stream.in_ring) == 3);
	cr_assert_eq(rig.inputs, 1);

	for (int i = 0; i < 3; i++)
		cr_assert_eq(stream_read(&rig.stream, &byte, 1), 1);
	cr_assert_eq(stream_read(&rig.stream, &byte, 1), 0);
	cr_assert_eq(write(outside, "d", 1), 1);
	RIG_UNTIL(rig.inputs == 2);
	rig_stop();
}

Test(stream, input_that_has_no_room_waits_outside)
{
	enum { SENT = 60000 }; /* less than a pipe holds */
	static uint8_t bytes[SENT];
	int outside = rig_pipe(STDIN_FILENO);

	for (uint32_t i = 0; i < SENT; i++)
		bytes[i] = rig_pattern(i);
	rig.spec.in.kind = CONF_CHARDEV_STDIO;
	rig_start();
	cr_assert_eq(write(outside, bytes, SENT), SENT);
	RIG_UNTIL(ring_count(&rig.stream.in_ring) == STREAM_IN_SIZE);

	for (uint32_t i = 0; i < SENT; i++) {
		char byte;

		rig_read(&byte, 1);
		cr_assert_eq((uint8_t)byte, rig_pattern(i));
	}
	rig_stop();
}

/* Time that this process has used, in ms. */
static long used_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

Test(stream, the_end_of_input_costs_the_loop_nothing)
{
	int outside = rig_pipe(STDIN_FILENO);
	long before;

	rig.spec.in.kind = CONF_CHARDEV_STDIO;
	rig_start();
	close(outside);
	rig_sleep(50);
	before = used_ms();
	rig_sleep(200);
	cr_assert_lt(used_ms() - before, 100, "the loop sleeps");
	rig_stop_loop();
	cr_assert(rig.stream.in->in_ended);
	rig_stop();
}

Test(stream, a_null_device_is_an_input_that_has_ended)
{
	int null = open("/dev/null", O_RDWR);

	cr_assert_eq(dup2(null, STDIN_FILENO), STDIN_FILENO);
	rig.spec.in.kind = CONF_CHARDEV_STDIO;
	rig_start();
	rig_sleep(50);
	rig_stop_loop();
	cr_assert(rig.stream.in->in_ended);
	rig_stop();
}

Test(stream, a_redirected_file_is_read_to_its_end)
{
	enum { SIZE = 3 * STREAM_IN_SIZE + 5 };
	static char bytes[SIZE], got[SIZE];
	const char *path = rig_path(0, "in");
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);

	for (uint32_t i = 0; i < SIZE; i++)
		bytes[i] = (char)rig_pattern(i);
	cr_assert_eq(write(fd, bytes, SIZE), SIZE);
	cr_assert_eq(lseek(fd, 0, SEEK_SET), 0);
	cr_assert_eq(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	rig.spec.in.kind = CONF_CHARDEV_STDIO;
	rig_start();
	rig_read(got, SIZE);
	cr_assert_arr_eq(got, bytes, SIZE);
	rig_stop();
}

/* ---- both at once -------------------------------------------------------------------- */

static void *echo(void *unused)
{
	uint32_t done = 0;

	while (done < 200000) {
		uint8_t bytes[100];
		uint32_t n = stream_read(&rig.stream, bytes, sizeof(bytes));

		/* More than the ring can't be on the way: nothing is lost. */
		cr_assert_eq(stream_write(&rig.stream, bytes, n), n);
		done += n;
	}
	return unused;
}

Test(stream, a_vdev_thread_and_the_loop_lose_nothing_between_them)
{
	int in = rig_pipe(STDIN_FILENO), out = rig_pipe(STDOUT_FILENO);
	uint32_t sent = 0, got = 0;
	pthread_t thread;

	rig.spec.out.kind = CONF_CHARDEV_STDIO;
	rig.spec.in.kind = CONF_CHARDEV_STDIO;
	rig_start();
	cr_assert_eq(pthread_create(&thread, NULL, echo, NULL), 0);
	while (got < 200000) {
		uint8_t bytes[1000];

		for (uint32_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = rig_pattern(sent + i);
		if (sent < 200000)
			cr_assert_eq(write(in, bytes, sizeof(bytes)),
				     (ssize_t)sizeof(bytes));
		sent += sizeof(bytes);
		rig_get(out, (char *)bytes, sizeof(bytes));
		for (uint32_t i = 0; i < sizeof(bytes); i++)
			cr_assert_eq(bytes[i], rig_pattern(got + i));
		got += sizeof(bytes);
	}
	pthread_join(thread, NULL);
	rig_stop();
}
