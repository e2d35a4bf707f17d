/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams that lead to a terminal or a file: keys, the way out, settings that
 * come back; caps, rotation, disks that are full.
 */
#include <pty.h>

#include "qvm/host/tty.h"
#include "safety/terminal.h"
#include "stream_rig.h"

TestSuite(files, .init = rig_setup, .fini = rig_teardown);

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

Test(files, the_guest_gets_every_key_and_the_terminal_comes_back)
{
	int outside = keyboard();
	struct terminal state;
	struct termios before, raw, after;
	char got[4];

	cr_assert_eq(tcgetattr(STDIN_FILENO, &before), 0);
	terminal_save(&state);
	rig.spec.in = rig_at(CONF_CHARDEV_STDIO, NULL);
	rig_start();
	cr_assert_eq(tcgetattr(STDIN_FILENO, &raw), 0);
	cr_assert_eq(raw.c_lflag & (ICANON | ECHO | ISIG), 0);

	rig_press(outside, "\x03\x1a\x1d.");
	rig_read(got, 4);
	cr_assert_arr_eq(got, "\x03\x1a\x1d.", 4);
	rig_stop();

	terminal_restore(&state);
	cr_assert_eq(tcgetattr(STDIN_FILENO, &after), 0);
	cr_assert_eq(after.c_lflag, before.c_lflag);
	cr_assert_eq(after.c_iflag, before.c_iflag);
	cr_assert_eq(after.c_oflag, before.c_oflag);
	cr_assert_eq(rig.leaves, 0);
}

Test(files, the_leave_key_twice_leaves)
{
	int outside = keyboard();
	char got[2];

	rig.spec.in = rig_at(CONF_CHARDEV_STDIO, NULL);
	rig_start();
	rig_press(outside, "\x1d" "a");
	rig_read(got, 2);
	rig_press(outside, "\x1d\x1dzzz");
	RIG_UNTIL(rig.leaves == 1);
	rig_read(got, 1);
	cr_assert_eq(got[0], '\x1d');
	cr_assert_eq(stream_read(&rig.stream, got, 1), 0,
		     "what was typed after it was not for the guest");
	rig_stop();
}

Test(files, a_terminal_that_hangs_up_is_the_end_of_input)
{
	int outside = keyboard();

	rig.spec.in = rig_at(CONF_CHARDEV_STDIO, NULL);
	rig_start();
	close(outside);
	rig_sleep(50);
	rig_stop_loop();
	cr_assert(rig.stream.in->in_ended);
	rig_stop();
}

Test(files, nothing_is_restored_where_nothing_was_saved)
{
	struct terminal state;

	close(STDIN_FILENO);
	terminal_save(&state);
	cr_assert_not(state.saved);
	terminal_restore(&state);
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

Test(files, a_file_is_appended_to)
{
	const char *path = rig_path(0, "log");
	struct stat st;

	rig.spec.out = rig_at(CONF_CHARDEV_FILE, path);
	run_and_write("one\n");
	run_and_write("two\n");
	cr_assert_str_eq(content(path), "one\ntwo\n");
	cr_assert_eq(stat(path, &st), 0);
	cr_assert_eq(st.st_mode & 0777 & ~0640u, 0);
}

Test(files, a_full_file_gives_way_to_the_other)
{
	const char *path = rig_path(0, "log"), *other = rig_path(1, "log.1");

	rig.spec.out = rig_at(CONF_CHARDEV_FILE, path);
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

Test(files, a_file_that_somebody_emptied_grows_again)
{
	const char *path = rig_path(0, "log"), *other = rig_path(1, "log.1");

	rig.spec.out = rig_at(CONF_CHARDEV_FILE, path);
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

Test(files, what_is_not_a_regular_file_is_refused)
{
	const char *link = rig_path(0, "link"), *fifo = rig_path(1, "fifo");
	const char *const paths[] = { rig.dir, link, fifo, "/nowhere/log" };

	cr_assert_eq(symlink("elsewhere", link), 0);
	cr_assert_eq(mkfifo(fifo, 0600), 0);
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		rig.spec.out = rig_at(CONF_CHARDEV_FILE, paths[i]);
		cr_assert_lt(stream_open(&rig.stream, &rig.spec), 0);
		stream_close(&rig.stream);
	}
}

Test(files, a_full_disk_costs_bytes_and_not_the_guest)
{
	int full = open("/dev/full", O_WRONLY);

	cr_assert_eq(dup2(full, STDOUT_FILENO), STDOUT_FILENO);
	rig.spec.out = rig_at(CONF_CHARDEV_STDIO, NULL);
	run_and_write("lost");
	cr_assert_eq(stream_dropped(&rig.stream), 4);
}

Test(files, a_file_can_be_an_input)
{
	const char *path = rig_path(0, "in");
	FILE *f = fopen(path, "w");
	char got[6];

	fputs("script", f);
	fclose(f);
	rig.spec.in = rig_at(CONF_CHARDEV_FILE, path);
	rig_start();
	rig_read(got, 6);
	cr_assert_arr_eq(got, "script", 6);
	rig_stop();
}
