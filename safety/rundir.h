/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rundir: the directory of one running system, /run/qvm/SYSTEM.
 *
 * Whoever holds its lock is the system; a second one is refused. What a killed
 * one left behind is removed at the next start. Must never follow a link or
 * remove anything outside the directory.
 */
#ifndef QVM_SAFETY_RUNDIR_H
#define QVM_SAFETY_RUNDIR_H

#include <limits.h>

#include "conf/util/util.h"

struct rundir {
	int fd; /* the directory, locked */
	char path[PATH_MAX];
};

/*
 * Makes and locks `base`/SYSTEM; `base` NULL: $XDG_RUNTIME_DIR/qvm for a user,
 * /run/qvm for root. 0 or -errno after a message.
 */
int must_check rundir_open(struct rundir *d, const char *base,
			   const char *system);

/* Empties and removes the directory. Never fails: what can't be removed is
 * left for the next start. */
void rundir_close(struct rundir *d);

#endif
