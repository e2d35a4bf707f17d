/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last bytes of an output. Must never grow, and never make its writer
 * wait.
 */
#include "qvm/stream/tail.h"

#include <string.h>

static uint64_t oldest(const struct tail *t)
{
	return t->end < TAIL_SIZE ? 0 : t->end - TAIL_SIZE;
}

void tail_init(struct tail *t, uint8_t *bytes)
{
	*t = (struct tail){ .bytes = bytes };
}

static void copy_in(struct tail *t, const uint8_t *bytes, uint64_t len)
{
	uint64_t at = t->end % TAIL_SIZE;
	uint64_t first = len < TAIL_SIZE - at ? len : TAIL_SIZE - at;

	memcpy(t->bytes + at, bytes, first);
	memcpy(t->bytes, bytes + first, len - first);
	t->end += len;
}

uint64_t tail_append(struct tail *t, const uint8_t *bytes, uint64_t len)
{
	uint64_t lost = 0;

	/* Of more than the whole only the end can stay. */
	if (len > TAIL_SIZE) {
		t->end += len - TAIL_SIZE;
		bytes += len - TAIL_SIZE;
		len = TAIL_SIZE;
	}
	copy_in(t, bytes, len);

	if (t->read && t->sent < oldest(t)) {
		lost = oldest(t) - t->sent;
		t->sent = oldest(t);
	}
	return lost;
}

void tail_attach(struct tail *t)
{
	t->read = true;
	t->sent = oldest(t);
}

void tail_detach(struct tail *t)
{
	t->read = false;
}

uint32_t tail_peek(const struct tail *t, const uint8_t **waiting)
{
	uint64_t at = t->sent % TAIL_SIZE;
	uint64_t n = t->end - t->sent;

	if (!t->read || n == 0)
		return 0;

	*waiting = t->bytes + at;
	return (uint32_t)(n < TAIL_SIZE - at ? n : TAIL_SIZE - at);
}

void tail_skip(struct tail *t, uint32_t len)
{
	t->sent += len;
}
