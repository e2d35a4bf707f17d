/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rule for links: followed only where nobody else could have put them. As
 * root and as a user alike: directories here belong to whoever runs the test.
 */
#include "qvm/host/file.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char dir[] = "/tmp/file-test-XXXXXX";

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void write_file(const char *name, const char *text)
{
	FILE *out = fopen(name, "w");

	cr_assert_not_null(out, "%s", name);
	fputs(text, out);
	fclose(out);
}

/* dir/safe (ours alone), dir/open (anyone's), each with a file. */
static void begin(void)
{
	cr_assert_not_null(mkdtemp(dir));
	cr_assert_eq(chdir(dir), 0);
	cr_assert_eq(mkdir("safe", 0755) | mkdir("open", 0755), 0);
	cr_assert_eq(chmod("open", 0777), 0);
	write_file("safe/file", "safe");
	write_file("open/file", "open");
}

static void end(void)
{
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

TestSuite(file, .init = begin, .fini = end);

static void link_to(const char *target, const char *name)
{
	cr_assert_eq(symlink(target, name), 0, "%s", name);
}

/* 0, or the error. What is opened is what the name means. */
static int opens(const char *path)
{
	struct stat st;
	int fd = host_file_open(path, &st);

	if (fd < 0)
		return fd;
	cr_expect(S_ISREG(st.st_mode));
	cr_expect_eq(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDONLY);
	cr_expect_neq(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
	close(fd);
	return 0;
}

Test(file, a_plain_file_is_opened)
{
	cr_expect_eq(opens("safe/file"), 0);
	cr_expect_eq(opens("./safe/../safe/file"), 0);
	cr_expect_eq(opens("safe//file"), 0);
	cr_expect_eq(opens("open/file"), 0);
}

Test(file, an_absolute_path_is_opened)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/safe/file", dir);
	cr_expect_eq(opens(path), 0);
}

Test(file, what_is_not_there_is_told)
{
	cr_expect_eq(opens("safe/absent"), -ENOENT);
	cr_expect_eq(opens("absent/file"), -ENOENT);
	cr_expect_eq(opens("safe/file/below"), -ENOTDIR);
	cr_expect_eq(opens(""), -ENOENT);
}

Test(file, a_directory_is_no_file)
{
	cr_expect_eq(opens("safe"), -EISDIR);
	cr_expect_eq(opens("/"), -EISDIR);
}

/* A FIFO without a writer must not hold the start up either. */
Test(file, a_fifo_is_no_file, .timeout = 5)
{
	cr_assert_eq(mkfifo("fifo", 0600), 0);
	cr_expect_eq(opens("fifo"), -EINVAL);
}

Test(file, a_device_is_no_file)
{
	cr_expect_eq(opens("/dev/null"), -EINVAL);
}

Test(file, a_socket_is_no_file)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX, .sun_path = "sock" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	cr_assert_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	cr_expect_neq(opens("sock"), 0);
	close(fd);
}

Test(file, a_link_in_a_safe_directory_is_followed)
{
	link_to("file", "safe/link");
	cr_expect_eq(opens("safe/link"), 0);
}

Test(file, a_link_may_lead_to_a_link)
{
	link_to("file", "safe/one");
	link_to("one", "safe/two");
	link_to("../safe/two", "safe/three");
	cr_expect_eq(opens("safe/three"), 0);
}

Test(file, a_link_may_be_absolute)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/safe/file", dir);
	link_to(path, "safe/link");
	cr_expect_eq(opens("safe/link"), 0);
}

Test(file, a_link_to_a_directory_is_followed)
{
	link_to("safe", "way");
	cr_expect_eq(opens("way/file"), 0);
	cr_expect_eq(opens("way"), -EISDIR);
}

Test(file, a_link_where_others_can_write_is_not_followed)
{
	link_to("../safe/file", "open/link");
	cr_expect_eq(opens("open/link"), -ELOOP);
	link_to("../safe", "open/way");
	cr_expect_eq(opens("open/way/file"), -ELOOP);
}

Test(file, a_group_is_others_too)
{
	link_to("file", "safe/link");
	cr_assert_eq(chmod("safe", 0775), 0);
	cr_expect_eq(opens("safe/link"), -ELOOP);
}

/* The first link is ours; where it leads, others decide. */
Test(file, a_link_of_others_behind_one_of_ours_is_not_followed)
{
	link_to("../safe/file", "open/link");
	link_to("../open/link", "safe/link");
	cr_expect_eq(opens("safe/link"), -ELOOP);
}

Test(file, a_file_of_others_behind_a_link_of_ours_is_opened)
{
	link_to("../open/file", "safe/link");
	cr_expect_eq(opens("safe/link"), 0);
}

Test(file, a_link_in_a_directory_of_another_user_is_not_followed)
{
	if (geteuid() != 0)
		cr_skip_test("needs root");
	link_to("file", "safe/link");
	cr_assert_eq(chown("safe", 12345, 12345), 0);
	cr_expect_eq(opens("safe/link"), -ELOOP);
	cr_expect_eq(opens("safe/file"), 0);
}

Test(file, a_circle_of_links_has_an_end, .timeout = 5)
{
	link_to("two", "safe/one");
	link_to("one", "safe/two");
	cr_expect_eq(opens("safe/one"), -ELOOP);
	link_to("self", "safe/self");
	cr_expect_eq(opens("safe/self"), -ELOOP);
}

Test(file, a_broken_link_leads_nowhere)
{
	link_to("absent", "safe/link");
	cr_expect_eq(opens("safe/link"), -ENOENT);
}

/* They name what a process has open, not a place. */
Test(file, a_link_of_proc_is_not_followed)
{
	char path[64];
	int fd = open("safe/file", O_RDONLY);

	cr_assert_geq(fd, 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	cr_expect_eq(opens(path), -ELOOP);
	cr_expect_neq(opens("/proc/self/exe"), 0);
	close(fd);
}

Test(file, a_path_that_is_too_long_is_told)
{
	static char path[5000];

	memset(path, 'x', sizeof(path) - 1);
	cr_expect_eq(opens(path), -ENAMETOOLONG);
	memset(path, '/', sizeof(path) - 1);
	cr_expect_eq(opens(path), -ENAMETOOLONG);
}

Test(file, a_link_that_grows_too_long_is_told)
{
	static char path[5000];
	static char target[3000];

	for (size_t i = 0; i < sizeof(target) - 2; i += 2)
		memcpy(target + i, "./", 2);
	target[sizeof(target) - 2] = '.';
	link_to(target, "safe/long");
	strcpy(path, "safe/long/");
	for (size_t i = strlen(path); i < 3990; i += 2)
		memcpy(path + i, "./", 3);
	cr_expect_eq(opens(path), -ENAMETOOLONG);
}

Test(file, an_unreadable_file_is_told)
{
	if (geteuid() == 0)
		cr_skip_test("root reads everything");
	cr_assert_eq(chmod("safe/file", 0), 0);
	cr_expect_eq(opens("safe/file"), -EACCES);
}

/* ---- reading --------------------------------------------------------------- */

static int open_safe(void)
{
	struct stat st;
	int fd = host_file_open("safe/file", &st);

	cr_assert_geq(fd, 0);
	cr_expect_eq(st.st_size, 4);
	return fd;
}

Test(file, bytes_are_read_at_their_place)
{
	char bytes[3] = { 0 };
	int fd = open_safe();

	cr_expect_eq(host_file_read(fd, bytes, 2, 1), 0);
	cr_expect_str_eq(bytes, "af");
	cr_expect_eq(host_file_read(fd, bytes, 0, 4), 0);
	close(fd);
}

Test(file, a_file_that_is_shorter_is_told)
{
	char bytes[8];
	int fd = open_safe();

	cr_expect_eq(host_file_read(fd, bytes, 5, 0), -ENODATA);
	cr_expect_eq(host_file_read(fd, bytes, 1, 4), -ENODATA);
	close(fd);
}

Test(file, a_sealed_copy_can_not_be_changed)
{
	int fd = open_safe(), copy = host_file_seal(fd, 4, "test");
	const void *bytes;

	cr_assert_geq(copy, 0);
	bytes = host_file_map(copy, 4);
	cr_assert_not_null(bytes);
	cr_expect_arr_eq(bytes, "safe", 4);
	cr_expect_eq(pwrite(copy, "x", 1, 0), -1);
	cr_expect_eq(ftruncate(copy, 0), -1);
	cr_expect_eq(ftruncate(copy, 8), -1);
	write_file("safe/file", "else");
	cr_expect_arr_eq(bytes, "safe", 4);
	host_file_unmap(bytes, 4);
	close(copy);
	close(fd);
}

Test(file, a_copy_of_more_than_there_is_fails)
{
	int fd = open_safe();

	cr_expect_eq(host_file_seal(fd, 5, "test"), -ENODATA);
	close(fd);
}

Test(file, this_program_lies_in_a_directory)
{
	char path[4096];

	cr_assert_eq(host_self_directory(path, sizeof(path)), 0);
	cr_expect_eq(path[0], '/');
	cr_expect_neq(path[strlen(path) - 1], '/');
	cr_expect_eq(access(path, X_OK), 0);
}
