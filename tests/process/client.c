/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client SOCKET TEXT: connects to a UNIX socket, sends what it gets on stdin,
 * prints what it receives, and leaves once TEXT was among it. Exit status 1 if
 * it was not, within 5 seconds or before the other side closed.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { MILLISECONDS = 5000, KEPT_MAX = 1 << 18 };

static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	perror(path);
	return -1;
}

static int send_all(int fd)
{
	char bytes[4096];
	ssize_t n;

	while ((n = read(STDIN_FILENO, bytes, sizeof(bytes))) > 0)
		if (write(fd, bytes, (size_t)n) != n)
			return -1;
	return 0;
}

int main(int argc, char **argv)
{
	static char kept[KEPT_MAX];
	size_t n_kept = 0;
	int fd = argc == 3 ? connect_to(argv[1]) : -1;
	struct pollfd source = { .fd = fd, .events = POLLIN };

	if (fd < 0 || send_all(fd) != 0)
		return 1;
	while (poll(&source, 1, MILLISECONDS) > 0 && n_kept < KEPT_MAX - 1) {
		ssize_t n = read(fd, kept + n_kept, KEPT_MAX - 1 - n_kept);

		if (n <= 0)
			return 1;
		fwrite(kept + n_kept, 1, (size_t)n, stdout);
		fflush(stdout);
		n_kept += (size_t)n;
		if (strstr(kept, argv[2]) != NULL)
			return 0;
	}
	return 1;
}
