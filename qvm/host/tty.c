/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Terminal settings. Must never leave a terminal in settings that its user did
 * not choose, and never stop for job control.
 */
#include "qvm/host/tty.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

void tty_save(struct tty_state *state)
{
	*state = (struct tty_state){ 0 };
	state->saved = tcgetattr(STDIN_FILENO, &state->termios) == 0;
}

/* Member by member: a struct termios has padding. */
static bool same_settings(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
	       a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag &&
	       memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc)) == 0;
}

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

void tty_restore(const struct tty_state *state)
{
	int kept = errno;
	struct termios now;

	/* A terminal that is gone, or that refuses, is beyond help: the
	 * process ends either way. */
	if (state->saved && tcgetattr(STDIN_FILENO, &now) == 0 &&
	    !same_settings(&now, &state->termios))
		(void)set_settings(STDIN_FILENO, &state->termios);
	errno = kept;
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
