/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nearest: how far one word is from another, for "did you mean".
 *
 * Only ever for hints: nothing is decided by it.
 */
#ifndef QVM_CONF_NEAREST_H
#define QVM_CONF_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

enum { NEAREST_LEN_MAX = 40 };

/*
 * Letters to add, drop, change, or swap with their neighbour to get from one
 * word to the other. Words longer than NEAREST_LEN_MAX are far from all.
 */
size_t nearest_distance(const char *a, size_t a_len, const char *b,
			size_t b_len);

/* Whether a slip of the fingers makes one of the other. */
bool nearest_is_close(size_t distance, size_t len);

#endif
