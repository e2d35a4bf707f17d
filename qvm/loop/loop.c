/* SPDX-License-Identifier: Apache-2.0 */
/*
 * epoll. Must never hold more than one round's events: a source that was
 * removed in a round is not called in it.
 */
#include "qvm/loop/loop.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "conf/util/claim.h"
#include "conf/util/log.h"

int loop_init(struct loop *l)
{
	atomic_init(&l->ended, false);
	l->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	return l->epoll_fd < 0 ? host_fail(errno, "can't have an epoll fd") : 0;
}

static int change(struct loop *l, int what, struct loop_source *s,
		  uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = s };

	return epoll_ctl(l->epoll_fd, what, s->fd, &event);
}

int loop_add(struct loop *l, struct loop_source *s, uint32_t events)
{
	if (change(l, EPOLL_CTL_ADD, s, events) == 0)
		return 0;
	return errno == EPERM ? -EPERM : /* a plain file: always ready */
		       host_fail(errno, "can't wait for fd %d", s->fd);
}

void loop_change(struct loop *l, struct loop_source *s, uint32_t events)
{
	int err = change(l, EPOLL_CTL_MOD, s, events);

	CLAIM(err == 0); /* it was added, and its fd is open */
}

void loop_remove(struct loop *l, struct loop_source *s)
{
	int err = change(l, EPOLL_CTL_DEL, s, 0);

	CLAIM(err == 0);
}

/*
 * One event at a time: `ready` may remove any source, and an event that was
 * fetched earlier would then name one that is gone. The kernel keeps its list
 * of ready sources in turn, so none is starved.
 */
void loop_run(struct loop *l)
{
	while (!atomic_load_explicit(&l->ended, memory_order_relaxed)) {
		struct epoll_event event;
		int n = epoll_wait(l->epoll_fd, &event, 1, -1);

		if (n == 1) {
			struct loop_source *s = event.data.ptr;

			s->ready(s, event.events);
		} else {
			CLAIM(n < 0 && errno == EINTR);
		}
	}
}

void loop_end(struct loop *l)
{
	atomic_store_explicit(&l->ended, true, memory_order_relaxed);
}

void loop_fini(struct loop *l)
{
	if (l->epoll_fd > 0)
		close(l->epoll_fd);
	l->epoll_fd = 0;
}
