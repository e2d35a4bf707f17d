/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The timers of an instance: one timerfd each, had before the seal. An expiry
 * is an event on the loop's thread. Must never deliver one that was stopped or
 * replaced: what the fd holds is read under no assumption.
 */
#include <sys/epoll.h>
#include <unistd.h>

#include "qvm/host/wake.h"
#include "qvm/plug/instance.h"

static void expired(struct loop_source *source, uint32_t events)
{
	const struct instance_timer *t = source->owner;
	const struct vdev_event event = {
		.size = sizeof(event),
		.kind = VDEV_EVENT_TIMER,
		.slot = t->row,
		.count = timer_expired(source->fd),
	};

	(void)events;
	if (event.count > 0) /* 0: armed anew or stopped in the meantime */
		instance_event(t->instance, &event);
}

int instance_timers_attach(struct instance *i, struct loop *loop)
{
	int err = 0;

	for (uint32_t row = 0; row < i->plugin->timers.count && err == 0;
	     row++) {
		struct instance_timer *t = &i->timer[row];
		int fd = timer_open();

		if (fd < 0)
			return fd;
		*t = (struct instance_timer){
			.source = { .fd = fd, .ready = expired, .owner = t },
			.instance = i,
			.row = row,
		};
		err = loop_add(loop, &t->source, EPOLLIN);
	}
	return err;
}

void instance_timers_fini(struct instance *i)
{
	for (uint32_t row = 0; i->timer != NULL && row < i->plugin->timers.count;
	     row++)
		if (i->timer[row].instance != NULL)
			close(i->timer[row].source.fd);
	i->timer = NULL;
}
