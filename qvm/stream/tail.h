/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tail: the last bytes of an output, for a reader who comes and goes.
 *
 * Everything is appended and nothing ever waits for the reader; a reader who
 * is too slow loses the oldest bytes. One thread.
 */
#ifndef QVM_STREAM_TAIL_H
#define QVM_STREAM_TAIL_H

#include <stdbool.h>
#include <stdint.h>

enum { TAIL_SIZE = 64 * 1024 };

struct tail {
	uint8_t *bytes; /* TAIL_SIZE; the owner's */
	uint64_t end;   /* bytes ever appended */
	uint64_t sent;  /* of these, passed by the reader */
	bool read;      /* there is a reader */
};

void tail_init(struct tail *t, uint8_t *bytes);

/* Returns how many bytes the reader has lost by it. */
uint64_t tail_append(struct tail *t, const uint8_t *bytes, uint64_t len);

/* A reader comes, and begins with the oldest byte that is left. */
void tail_attach(struct tail *t);
void tail_detach(struct tail *t);

/* The first stretch of bytes that the reader has not had, and how many; then
 * tail_skip, of no more than that. 0 without a reader. */
uint32_t tail_peek(const struct tail *t, const uint8_t **waiting);
void tail_skip(struct tail *t, uint32_t len);

#endif
