/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terminal: the settings of the terminal that qvm was started on, as found.
 *
 *   terminal_save (before the fork) -> the machine may make it raw
 *     -> terminal_restore
 *
 * The guard restores, since the machine may be killed. Settings belong to the
 * terminal, not to a process, so it does not matter who changed them.
 */
#ifndef QVM_SAFETY_TERMINAL_H
#define QVM_SAFETY_TERMINAL_H

#include <stdbool.h>
#include <termios.h>

struct terminal {
	bool saved; /* standard input is a terminal */
	struct termios termios;
};

/* Remembers the settings of standard input, if it is a terminal. */
void terminal_save(struct terminal *t);

/*
 * Puts back what terminal_save saw. Does nothing where nothing was saved or
 * changed, or where a shell has given the terminal to somebody else in the
 * meantime. Never waits, not for what a stopped terminal has yet to write
 * either. SIGTTOU is blocked. May be repeated.
 */
void terminal_restore(const struct terminal *t);

#endif
