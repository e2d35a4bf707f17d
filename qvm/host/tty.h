/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tty: a terminal as the guest's console. Who puts its settings back is the
 * guard (safety/terminal.h), since the machine may be killed.
 */
#ifndef QVM_HOST_TTY_H
#define QVM_HOST_TTY_H

#include <stdbool.h>

#include "qvm/host/host.h"

/* A terminal that this process may use: not one whose shell has put it in the
 * background, where touching the terminal would stop it. */
bool tty_is_ours(int fd);

/*
 * Every key goes through as it is, none is waited for, none is echoed, and
 * what is written is not changed: a line needs CR and LF. 0 or -errno.
 */
int must_check tty_raw(int fd);

#endif
