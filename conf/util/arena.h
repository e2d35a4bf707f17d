/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena: memory that is filled while a file is read and planned, and given
 * back whole.
 *
 *   arena_init -> arena_new* -> arena_fini
 *
 * For one thread, before the seal. Never used on a path that a guest drives.
 * There is no failure to check: a laptop or board that can't give a few
 * megabytes ends the process with one line and exit 69.
 */
#ifndef QVM_CONF_UTIL_ARENA_H
#define QVM_CONF_UTIL_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "conf/util/util.h"

struct arena_block;

struct arena {
	struct arena_block *blocks; /* newest first */
};

void arena_init(struct arena *a);

/* Zeroed, aligned for any type; lives until arena_fini. */
void *arena_new(struct arena *a, size_t size);

/* `count` items of `size` bytes; a product that overflows ends the process. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* A copy of `len` bytes with a NUL behind them. */
char *arena_text(struct arena *a, const char *bytes, size_t len);

char *arena_printf(struct arena *a, const char *format, ...) printf_like(2, 3);
char *arena_vprintf(struct arena *a, const char *format, va_list args)
	printf_like(2, 0);

/* Accepts the zero value. */
void arena_fini(struct arena *a);

#endif
