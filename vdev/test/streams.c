/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams under test: the test is their other end. Must never hold more than
 * their limit, nor lose a byte that it took.
 */
#include <string.h>

#include "kit.h"

uint32_t kit_slot_put(struct kit_slot *s, const void *bytes, uint32_t len)
{
	uint32_t room = s->limit > s->count ? s->limit - s->count : 0;
	uint32_t n = len < room ? len : room;

	for (uint32_t i = 0; i < n; i++)
		s->byte[(s->head + s->count + i) % KIT_STREAM] =
			((const char *)bytes)[i];
	s->count += n;
	return n;
}

uint32_t kit_slot_take(struct kit_slot *s, void *bytes, uint32_t len)
{
	uint32_t n = len < s->count ? len : s->count;

	for (uint32_t i = 0; i < n; i++)
		((char *)bytes)[i] = s->byte[(s->head + i) % KIT_STREAM];
	s->head = (s->head + n) % KIT_STREAM;
	s->count -= n;
	return n;
}

static void tell_if_wanted(struct vdev_test *t, uint32_t slot)
{
	struct kit_slot *s = &t->slot[slot];

	if (t->phase != KIT_RUNNING || s->count == 0 || !s->wanted)
		return;
	s->wanted = false;
	kit_event(t, VDEV_EVENT_STREAM_IN, slot, 0);
}

void kit_tell_waiting(struct vdev_test *t)
{
	for (uint32_t i = 0; i < KIT_SLOTS; i++)
		if (t->slot[i].option != NULL &&
		    (t->slot[i].option->flags & VDEV_STREAM_IN) != 0)
			tell_if_wanted(t, i);
}

static uint32_t slot_named(const struct vdev_test *t, const char *option)
{
	for (uint32_t i = 0; i < KIT_SLOTS; i++)
		if (t->slot[i].option != NULL &&
		    strcmp(t->slot[i].option->name, option) == 0)
			return i;
	kit_misuse("no stream is attached to that option");
}

uint32_t vdev_test_feed(struct vdev_test *t, const char *option,
			const void *bytes, uint32_t len)
{
	uint32_t slot = slot_named(t, option);
	struct kit_slot *s = &t->slot[slot];
	uint32_t n;

	if ((s->option->flags & VDEV_STREAM_IN) == 0)
		kit_misuse("feed: the stream leads the other way");
	n = kit_slot_put(s, bytes, len);
	tell_if_wanted(t, slot);
	return n;
}

uint32_t vdev_test_take(struct vdev_test *t, const char *option, void *bytes,
			uint32_t size)
{
	struct kit_slot *s = &t->slot[slot_named(t, option)];

	if ((s->option->flags & VDEV_STREAM_OUT) == 0)
		kit_misuse("take: the stream leads the other way");
	return kit_slot_take(s, bytes, size);
}

uint32_t vdev_test_waiting(const struct vdev_test *t, const char *option)
{
	return t->slot[slot_named(t, option)].count;
}

void vdev_test_hang_up(struct vdev_test *t, const char *option)
{
	t->slot[slot_named(t, option)].count = 0;
}

void vdev_test_limit(struct vdev_test *t, const char *option, uint32_t bytes)
{
	if (bytes > KIT_STREAM)
		kit_misuse("limit: a stream holds at most 65536 bytes");
	t->slot[slot_named(t, option)].limit = bytes;
}

uint64_t vdev_test_dropped(const struct vdev_test *t, const char *option)
{
	return t->slot[slot_named(t, option)].dropped;
}
