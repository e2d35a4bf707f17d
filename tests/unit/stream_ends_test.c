/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where streams lead to: terminals, files, pseudo-terminals and sockets, with
 * users who come, go, are slow, are two, or are already there.
 */
#include <pty.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "qvm/host/tty.h"
#include "qvm/stream/tail.h"
#include "stream_rig.h"

TestSuite(ends, .init = rig_setup, .fini = rig_teardown);

static struct conf_chardev at(uint32_t kind, const char *path)
{
	return (struct conf_chardev){ .kind = kind, .path = path };
}

/* ---- terminals ----------------------------------------------------------------- */

/* Standard input becomes a terminal; gives the keyboard. */
static int keyboard(void)
{
	int outside, inside;

	cr_assert_eq(openpty(&outside, &inside, NULL, NULL, NULL), 0);
	cr_assert_eq(dup2(inside, STDIN_FILENO), STDIN_FILENO);
	close(inside);
	return outside;
}

static void press(int fd, const char *keys)
{
	cr_assert_eq(write(fd, keys, strlen(keys)), (ssize_t)strlen(keys));
}

Test(ends, the_guest_gets_every_key_and_the_terminal_comes_back)
{
	int outside = keyboard();
	struct tty_state state;
	struct termios before, raw, after;
	char got[4];

	cr_assert_eq(tcgetattr(STDIN_FILENO, &before), 0);
	tty_save(&state);
	rig.spec.in = at(CONF_CHARDEV_STDIO, NULL);
	rig_start();
	cr_assert_eq(tcgetattr(STDIN_FILENO, &raw), 0);
	cr_assert_eq(raw.c_lflag & (ICANON | ECHO | ISIG), 0);

	press(outside, "\x03\x1a\x1d.");
	rig_read(got, 4);
	cr_assert_arr_eq(got, "\x03\x1a\x1d.", 4);
	rig_stop();

	tty_restore(&state);
	cr_assert_eq(tcgetattr(STDIN_FILENO, &after), 0);
	cr_assert_eq(after.c_lflag, before.c_lflag);
	cr_assert_eq(after.c_iflag, before.c_iflag);
	cr_assert_eq(after.c_oflag, before.c_oflag);
	cr_assert_eq(rig.leaves, 0);
}

Test(ends, the_leave_key_twice_leaves)
{
	int outside = keyboard();
	char got[2];

	rig.spec.in = at(CONF_CHARDEV_STDIO, NULL);
	rig_start();
	press(outside, "\x1d" "a");
	rig_read(got, 2);
	press(outside, "\x1d\x1dzzz");
	RIG_UNTIL(rig.leaves == 1);
	rig_read(got, 1);
	cr_assert_eq(got[0], '\x1d');
	cr_assert_eq(stream_read(&rig.stream, got, 1), 0,
		     "what was typed after it was not for the guest");
	rig_stop();
}

Test(ends, a_terminal_that_hangs_up_is_the_end_of_input)
{
	int outside = keyboard();

	rig.spec.in = at(CONF_CHARDEV_STDIO, NULL);
	rig_start();
	close(outside);
	rig_sleep(50);
	rig_stop_loop();
	cr_assert(rig.stream.in->in_ended);
	rig_stop();
}

Test(ends, nothing_is_restored_where_nothing_was_saved)
{
	struct tty_state state;

	close(STDIN_FILENO);
	tty_save(&state);
	cr_assert_not(state.saved);
	tty_restore(&state);
}

/* ---- files --------------------------------------------------------------------- */

/* All of a file, as text; "" if it is not there. */
static const char *content(const char *path)
{
	static char text[4][4096];
	static int row;
	FILE *f = fopen(path, "r");
	size_t n = 0;

	row = (row + 1) % 4;
	if (f != NULL) {
		n = fread(text[row], 1, sizeof(text[row]) - 1, f);
		fclose(f);
	}
	text[row][n] = '\0';
	return text[row];
}

static void run_and_write(const char *text)
{
	rig_start();
	rig_write(text);
	rig_stop();
}

Test(ends, a_file_is_appended_to)
{
	const char *path = rig_path(0, "log");
	struct stat st;

	rig.spec.out = at(CONF_CHARDEV_FILE, path);
	run_and_write("one\n");
	run_and_write("two\n");
	cr_assert_str_eq(content(path), "one\ntwo\n");
	cr_assert_eq(stat(path, &st), 0);
	cr_assert_eq(st.st_mode & 0777 & ~0640u, 0);
}

Test(ends, a_full_file_gives_way_to_the_other)
{
	const char *path = rig_path(0, "log"), *other = rig_path(1, "log.1");

	rig.spec.out = at(CONF_CHARDEV_FILE, path);
	rig.spec.out.cap = 10;
	run_and_write("0123456789");
	cr_assert_str_eq(content(path), "0123456789");
	cr_assert_str_eq(content(other), "");
	run_and_write("abcde");
	cr_assert_str_eq(content(path), "0123456789");
	cr_assert_str_eq(content(other), "abcde");
	run_and_write("fghijKLM");
	cr_assert_str_eq(content(path), "KLM");
	cr_assert_str_eq(content(other), "abcdefghij");
	cr_assert_eq(stream_dropped(&rig.stream), 0);
}

Test(ends, a_file_that_somebody_emptied_grows_again)
{
	const char *path = rig_path(0, "log"), *other = rig_path(1, "log.1");

	rig.spec.out = at(CONF_CHARDEV_FILE, path);
	rig.spec.out.cap = 10;
	rig_start();
	rig_write("0123456789");
	RIG_UNTIL(strlen(content(path)) == 10);
	cr_assert_eq(truncate(path, 0), 0);
	rig_write("abc");
	rig_stop();
	cr_assert_str_eq(content(path), "abc");
	cr_assert_str_eq(content(other), "");
}

Test(ends, what_is_not_a_regular_file_is_refused)
{
	const char *link = rig_path(0, "link"), *fifo = rig_path(1, "fifo");
	const char *const paths[] = { rig.dir, link, fifo, "/nowhere/log" };

	cr_assert_eq(symlink("elsewhere", link), 0);
	cr_assert_eq(mkfifo(fifo, 0600), 0);
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		rig.spec.out = at(CONF_CHARDEV_FILE, paths[i]);
		cr_assert_lt(stream_open(&rig.stream, &rig.spec), 0);
		stream_close(&rig.stream);
	}
}

Test(ends, a_full_disk_costs_bytes_and_not_the_guest)
{
	int full = open("/dev/full", O_WRONLY);

	cr_assert_eq(dup2(full, STDOUT_FILENO), STDOUT_FILENO);
	rig.spec.out = at(CONF_CHARDEV_STDIO, NULL);
	run_and_write("lost");
	cr_assert_eq(stream_dropped(&rig.stream), 4);
}

Test(ends, a_file_can_be_an_input)
{
	const char *path = rig_path(0, "in");
	FILE *f = fopen(path, "w");
	char got[6];

	fputs("script", f);
	fclose(f);
	rig.spec.in = at(CONF_CHARDEV_FILE, path);
	rig_start();
	rig_read(got, 6);
	cr_assert_arr_eq(got, "script", 6);
	rig_stop();
}

/* ---- pseudo-terminals ------------------------------------------------------------ */

static int open_pty(void)
{
	int fd = open(rig_path(0, "term"), O_RDWR | O_NOCTTY);

	cr_assert_geq(fd, 0);
	return fd;
}

Test(ends, users_of_a_pty_come_and_go)
{
	char got[2];

	rig.spec.out = at(CONF_CHARDEV_PTY, "term");
	rig.spec.in = rig.spec.out;
	rig_start();
	cr_assert_eq(rig.stream.in, rig.stream.out);
	for (int i = 0; i < 3; i++) {
		int user = open_pty();

		rig_write("login: ");
		rig_expect(user, "login: ");
		press(user, "me");
		rig_read(got, 2);
		cr_assert_arr_eq(got, "me", 2);
		close(user);
	}
	rig_stop();
	cr_assert_neq(access(rig_path(0, "term"), F_OK), 0);
}

Test(ends, a_pty_without_a_user_echoes_nothing_to_the_guest)
{
	char byte;

	rig.spec.out = at(CONF_CHARDEV_PTY, NULL);
	rig.spec.in = rig.spec.out;
	rig_start();
	rig_write("is anybody there?\r\n");
	rig_sleep(50);
	cr_assert_eq(stream_read(&rig.stream, &byte, 1), 0);
	rig_stop();
}

Test(ends, a_link_of_an_earlier_run_gives_way_and_a_file_does_not)
{
	const char *path = rig_path(1, "term");

	cr_assert_eq(symlink("/dev/pts/old", path), 0);
	rig.spec.out = at(CONF_CHARDEV_PTY, "term");
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
	rig.spec.out = at(CONF_CHARDEV_SOCKET, rig_path(1, "sock"));
	rig.spec.in = rig.spec.out;
}

Test(ends, each_client_of_a_socket_is_shown_the_last_bytes)
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
		press(user, "key");
		rig_read(got, 3);
		cr_assert_arr_eq(got, "key", 3);
		close(user);
	}
	cr_assert_eq(stream_dropped(&rig.stream), 0);
	rig_stop();
}

Test(ends, of_a_long_output_a_client_is_shown_the_last_64_kib)
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

Test(ends, a_second_client_is_told_in_one_line)
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

Test(ends, a_client_that_is_gone_makes_room_at_once)
{
	rig.spec.out = at(CONF_CHARDEV_SOCKET, rig_path(1, "sock"));
	rig_start();
	rig_write("x");
	for (int i = 0; i < 20; i++) {
		int user = client();

		rig_expect(user, "x");
		close(user);
	}
	rig_stop();
}

Test(ends, a_client_that_only_ended_its_input_is_shown_the_rest)
{
	char got[3];
	int user;

	socket_at_both();
	rig_start();
	user = client();
	press(user, "cmd");
	cr_assert_eq(shutdown(user, SHUT_WR), 0);
	rig_read(got, 3);
	rig_write("answer");
	rig_expect(user, "answer");
	close(user);
	user = client();
	rig_expect(user, "answer");
	rig_stop();
}

Test(ends, a_slow_client_does_not_hold_the_guest_up)
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

Test(ends, a_socket_is_for_its_owner_and_is_removed)
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

Test(ends, a_stale_socket_gives_way_and_a_living_one_does_not)
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

Test(ends, what_is_no_socket_stays)
{
	const char *path = rig_path(1, "sock");

	close(open(path, O_CREAT | O_WRONLY, 0600));
	socket_at_both();
	cr_assert_eq(stream_open(&rig.stream, &rig.spec), -EEXIST);
	cr_assert_eq(access(path, F_OK), 0);
}

Test(ends, a_path_that_no_socket_can_have_is_refused)
{
	char path[200];

	memset(path, 'x', sizeof(path) - 1);
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	rig.spec.out = at(CONF_CHARDEV_SOCKET, path);
	cr_assert_eq(stream_open(&rig.stream, &rig.spec), -ENAMETOOLONG);
}

/* ---- pairs ------------------------------------------------------------------------ */

Test(ends, one_pty_or_socket_is_one_place_and_nothing_else_is)
{
	struct conf_chardev a = at(CONF_CHARDEV_SOCKET, "/run/a"), b = a;

	cr_assert(stream_same_place(&a, &b));
	b.path = "/run/b";
	cr_assert_not(stream_same_place(&a, &b));
	a = b = at(CONF_CHARDEV_PTY, NULL);
	cr_assert(stream_same_place(&a, &b));
	b.path = "name";
	cr_assert_not(stream_same_place(&a, &b));
	a = b = at(CONF_CHARDEV_FILE, "/tmp/x");
	cr_assert_not(stream_same_place(&a, &b));
}

Test(ends, a_zeroed_stream_can_be_closed)
{
	struct stream s = { 0 };

	stream_close(&s);
	stream_flush(&s, 10);
}
