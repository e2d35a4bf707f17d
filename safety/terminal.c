/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Must never leave a terminal in settings that its user did not choose, nor
 * touch one that is somebody else's by now.
 */
#include "safety/terminal.h"

#include <string.h>
#include <unistd.h>

void terminal_save(struct terminal *t)
{
	*t = (struct terminal){ 0 };
	t->saved = tcgetattr(STDIN_FILENO, &t->termios) == 0;
}

/* Member by member: a struct termios has padding. */
static bool same_settings(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
	       a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag &&
	       memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc)) == 0;
}

/* Of a terminal that is not the controlling one tcgetpgrp knows nothing. */
static bool is_ours(void)
{
	pid_t foreground = tcgetpgrp(STDIN_FILENO);

	return foreground <= 0 || foreground == getpgrp();
}

void terminal_restore(const struct terminal *t)
{
	struct termios now;

	/* A terminal that is gone, or that refuses, is beyond help: the
	 * process ends either way. */
	if (t->saved && is_ours() && tcgetattr(STDIN_FILENO, &now) == 0 &&
	    !same_settings(&now, &t->termios))
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &t->termios);
}
