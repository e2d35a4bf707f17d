/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tty: the settings of the terminal that qvm was started on.
 *
 *   tty_save (guard, before the fork) -> tty_raw (machine) -> tty_restore
 *
 * The guard restores, since the machine may be killed. Settings belong to the
 * terminal, not to a process, so it does not matter who changed them.
 */
#ifndef QVM_HOST_TTY_H
#define QVM_HOST_TTY_H

#include <stdbool.h>
#include <termios.h>

#include "qvm/host/host.h"

struct tty_state {
	bool saved; /* standard input is a terminal */
	struct termios termios;
};

/* Remembers the settings of standard input, if it is a terminal. */
void tty_save(struct tty_state *state);

/*
 * Puts back what tty_save saw; does nothing where nothing was changed or
 * nothing was saved. Async-signal-safe, and may be repeated. Keeps errno.
 */
void tty_restore(const struct tty_state *state);

/* A terminal that this process may use: not one whose shell has put it in the
 * background, where touching the terminal would stop it. */
bool tty_is_ours(int fd);

/*
 * Every key goes through as it is, none is waited for, none is echoed, and
 * what is written is not changed: a line needs CR and LF. 0 or -errno.
 */
int must_check tty_raw(int fd);

#endif
