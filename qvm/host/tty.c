/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A terminal as the guest's console. Must never stop for job control.
 */
#include "qvm/host/tty.h"

#include <errno.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

/*
 * tcsetattr without the stop that a background process would meet: with
 * SIGTTOU blocked the kernel lets it pass.
 */
static int set_settings(int fd, const struct termios *termios)
{
	sigset_t ttou, before;
	int err;

	sigemptyset(&ttou);
	sigaddset(&ttou, SIGTTOU);
	sigprocmask(SIG_BLOCK, &ttou, &before);
	err = tcsetattr(fd, TCSANOW, termios) == 0 ? 0 : -errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	return err;
}

/* Job control is about the controlling terminal only: of another one
 * tcgetpgrp knows nothing, and reading it stops nobody. */
bool tty_is_ours(int fd)
{
	pid_t foreground;

	if (!isatty(fd))
		return false;
	foreground = tcgetpgrp(fd);
	return foreground < 0 || foreground == getpgrp();
}

int tty_raw(int fd)
{
	struct termios termios;
	int err;

	if (tcgetattr(fd, &termios) != 0)
		return host_fail(errno, "can't read the terminal's settings");
	cfmakeraw(&termios);
	termios.c_cc[VMIN] = 1;
	termios.c_cc[VTIME] = 0;
	err = set_settings(fd, &termios);
	return err == 0 ? 0 : host_fail(-err, "can't make the terminal raw");
}
