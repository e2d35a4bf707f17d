/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams whose users come and go: pseudo-terminals and sockets, with users
 * who are slow, are two, have gone, or were there before us.
 */
#include <sys/socket.h>
#include <sys/un.h>

#include "qvm/stream/tail.h"
#include "stream_rig.h"

TestSuite(users, .init = rig_setup, .fini = rig_teardown);

/* ---- pseudo-terminals ------------------------------------------------------------ */

static int open_pty(void)
{
	int fd = open(rig_path(0, "term"), O_RDWR | O_NOCTTY);

	cr_assert_geq(fd, 0);
	return fd;
}

Test(users, users_of_a_pty_come_and_go)
{
	char got[2];

	rig.spec.out = rig_at(CONF_CHARDEV_PTY, "term");
	rig.spec.in = rig.spec.out;
	rig_start();
	cr_assert_eq(rig.stream.in, rig.stream.out);
	for (int i = 0; i < 3; i++) {
		int user = open_pty();

		rig_write("login: ");
		rig_expect(user, "login: ");
		rig_press(user, "me");
		rig_read(got, 2);
		cr_assert_arr_eq(got, "me", 2);
		close(user);
	}
	rig_stop();
	cr_assert_neq(access(rig_path(0, "term"), F_OK), 0);
}

Test(users, a_pty_without_a_user_echoes_nothing_to_the_guest)
{
	char byte;

	rig.spec.out = rig_at(CONF_CHARDEV_PTY, NULL);
	rig.spec.in = rig.spec.out;
	rig_start();
	rig_write("is anybody there?\r\n");
	rig_sleep(50);
	cr_assert_eq(stream_read(&rig.stream, &byte, 1), 0);
	rig_stop();
}

Test(users, a_link_of_an_earlier_run_gives_way_and_a_file_does_not)
{
	const char *path = rig_path(1, "term");

	cr_assert_eq(symlink("/dev/pts/old", path), 0);
	rig.spec.out = rig_at(CONF_CHARDEV_PTY, "term");
	rig_start();
	close(open_pty());
	rig_stop();

	close(open(path, O_CREAT | O_WRONLY, 0600));
	cr_assert_lt(stream_open(&rig.stream, &rig.spec), 0);
	cr_assert_eq(access(path, F_OK), 0);
}

/* ---- sockets --------------------------------------------------------------------- */

static int client(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(address.sun_path, rig_path(0, "sock"));
	cr_assert_eq(connect(fd, (struct sockaddr *)&address, sizeof(address)),
		     0);
	return fd;
}

static void socket_at_both(void)
{
	rig.spec.out = rig_at(CONF_CHARDEV_SOCKET, rig_path(1, "sock"));
	rig.spec.in = rig.spec.out;
}

Test(users, each_client_of_a_socket_is_shown_the_last_bytes)
{
	char got[3];

	socket_at_both();
	rig_start();
	rig_write("boot, ");
	for (int i = 0; i < 2; i++) {
		int user = client();

		rig_expect(user, i == 0 ? "boot, " : "boot, live, ");
		rig_write("live, ");
		rig_expect(user, "live, ");
		rig_press(user, "key");
		rig_read(got, 3);
		cr_assert_arr_eq(got, "key", 3);
		close(user);
	}
	cr_assert_eq(stream_dropped(&rig.stream), 0);
	rig_stop();
}

Test(users, of_a_long_output_a_client_is_shown_the_last_64_kib)
{
	static char got[TAIL_SIZE];
	uint64_t total = 0;
	int user;

	socket_at_both();
	rig_start();
	while (total < 3 * TAIL_SIZE + 77) {
		uint8_t byte = rig_pattern(total);

		total += stream_write(&rig.stream, &byte, 1);
	}
	RIG_UNTIL(ring_count(&rig.stream.out_ring) == 0);
	user = client();
	rig_get(user, got, TAIL_SIZE);
	for (uint64_t i = 0; i < TAIL_SIZE; i++)
		cr_assert_eq((uint8_t)got[i],
			     rig_pattern(total - TAIL_SIZE + i));
	rig_stop();
	close(user);
}

Test(users, a_second_client_is_told_in_one_line)
{
	int first, second;
	char byte;

	socket_at_both();
	rig_start();
	first = client();
	rig_write("hello");
	rig_expect(first, "hello");
	second = client();
	rig_expect(second, "qvm: console: another client is attached\r\n");
	cr_assert_eq(read(second, &byte, 1), 0, "and closed");

	rig_write("still");
	rig_expect(first, "still");
	rig_stop();
}

Test(users, a_client_that_is_gone_makes_room_at_once)
{
	rig.spec.out = rig_at(CONF_CHARDEV_SOCKET, rig_path(1, "sock"));
	rig_start();
	rig_write("x");
	for (int i = 0; i < 20; i++) {
		int user = client();

		rig_expect(user, "x");
		close(user);
	}
	rig_stop();
}

Test(users, a_client_that_only_ended_its_input_is_shown_the_rest)
{
	char got[3];
	int user;

	socket_at_both();
	rig_start();
	user = client();
	rig_press(user, "cmd");
	cr_assert_eq(shutdown(user, SHUT_WR), 0);
	rig_read(got, 3);
	rig_write("answer");
	rig_expect(user, "answer");
	close(user);
	user = client();
	rig_expect(user, "answer");
	rig_stop();
}

Test(users, a_slow_client_does_not_hold_the_guest_up)
{
	static const uint8_t zeros[4096];
	int user;

	socket_at_both();
	rig_start();
	user = client();
	for (int i = 0; i < 1000; i++) {
		stream_write(&rig.stream, zeros, sizeof(zeros));
		if (i % 8 == 0)
			rig_sleep(1);
	}
	RIG_UNTIL(ring_count(&rig.stream.out_ring) == 0);
	cr_assert_gt(stream_dropped(&rig.stream), 0);
	rig_stop();
	close(user);
}

Test(users, a_socket_is_for_its_owner_and_is_removed)
{
	struct stat st;

	socket_at_both();
	rig_start();
	cr_assert_eq(stat(rig_path(0, "sock"), &st), 0);
	cr_assert(S_ISSOCK(st.st_mode));
	cr_assert_eq(st.st_mode & 0777, 0600);
	rig_stop();
	cr_assert_neq(stat(rig_path(0, "sock"), &st), 0);
}

/* A listening socket of another process at the path; closed, it is stale. */
static int somebody_listens(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(address.sun_path, rig_path(0, "sock"));
	cr_assert_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	cr_assert_eq(listen(fd, 1), 0);
	return fd;
}

Test(users, a_stale_socket_gives_way_and_a_living_one_does_not)
{
	int other = somebody_listens();

	socket_at_both();
	cr_assert_eq(stream_open(&rig.stream, &rig.spec), -EADDRINUSE);
	close(other);
	rig_start();
	rig_write("mine");
	rig_expect(client(), "mine");
	rig_stop();
}

Test(users, what_is_no_socket_stays)
{
	const char *path = rig_path(1, "sock");

	close(open(path, O_CREAT | O_WRONLY, 0600));
	socket_at_both();
	cr_assert_eq(stream_open(&rig.stream, &rig.spec), -EEXIST);
	cr_assert_eq(access(path, F_OK), 0);
}

Test(users, a_path_that_no_socket_can_have_is_refused)
{
	char path[200];

	memset(path, 'x', sizeof(path) - 1);
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	rig.spec.out = rig_at(CONF_CHARDEV_SOCKET, path);
	cr_assert_eq(stream_open(&rig.stream, &rig.spec), -ENAMETOOLONG);
}

/* ---- pairs ------------------------------------------------------------------------ */

Test(users, one_pty_or_socket_is_one_place_and_nothing_else_is)
{
	struct conf_chardev a = rig_at(CONF_CHARDEV_SOCKET, "/run/a"), b = a;

	cr_assert(stream_same_place(&a, &b));
	b.path = "/run/b";
	cr_assert_not(stream_same_place(&a, &b));
	a = b = rig_at(CONF_CHARDEV_PTY, NULL);
	cr_assert(stream_same_place(&a, &b));
	b.path = "name";
	cr_assert_not(stream_same_place(&a, &b));
	a = b = rig_at(CONF_CHARDEV_FILE, "/tmp/x");
	cr_assert_not(stream_same_place(&a, &b));
}

Test(users, a_zeroed_stream_can_be_closed)
{
	struct stream s = { 0 };

	stream_close(&s);
	stream_flush(&s, 10);
}
