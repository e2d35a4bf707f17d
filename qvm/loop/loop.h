/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop: the one event-loop thread of the machine: epoll over sources that
 * were added before the seal.
 *
 *   loop_init -> loop_add* -> [seal] -> loop_run ... loop_end -> loop_fini
 *
 * A source belongs to whoever added it and outlives the loop. `ready` runs on
 * the loop's thread, must not block, and may change its own or other sources.
 * It never starves the others: each round serves each ready source once.
 */
#ifndef QVM_LOOP_LOOP_H
#define QVM_LOOP_LOOP_H

#include <stdatomic.h>
#include <stdint.h>

#include "conf/util/util.h"

struct loop_source {
	int fd;
	void (*ready)(struct loop_source *source, uint32_t events);
	void *owner; /* for `ready` */
};

struct loop {
	int epoll_fd;
	atomic_bool ended;
};

/* 0, or -errno after a message. */
int must_check loop_init(struct loop *l);

/* 0, or -errno after a message; -EPERM without one for a plain file, which is
 * always ready and can't be waited for.
 * `events`: EPOLLIN, EPOLLOUT, ...; 0: only errors and hang-ups. Level
 * triggered. Main thread before the seal, and the loop's own thread after
 * (one client of a console socket at a time). */
int must_check loop_add(struct loop *l, struct loop_source *s, uint32_t events);

/* Changes what a source waits for. Loop thread, or before the seal. */
void loop_change(struct loop *l, struct loop_source *s, uint32_t events);

/* Takes a source out; its fd is still open. Loop thread, or before the seal. */
void loop_remove(struct loop *l, struct loop_source *s);

/* Serves sources until loop_end. The loop's thread. */
void loop_run(struct loop *l);

/* Makes loop_run return after the round it is in. Loop thread. */
void loop_end(struct loop *l);

void loop_fini(struct loop *l);

#endif
