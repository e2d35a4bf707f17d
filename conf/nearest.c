/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distance by rows: each holds the cost of turning the first i letters of one
 * word into each beginning of the other. Must never take more than fixed
 * memory, and no time on words that are too long to be a slip.
 */
#include "conf/nearest.h"

#include <stdint.h>

enum { ROW = NEAREST_LEN_MAX + 1 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t nearest_distance(const char *a, size_t a_len, const char *b,
			size_t b_len)
{
	size_t row[3][ROW]; /* this one, the one before, the one before that */

	if (a_len > NEAREST_LEN_MAX || b_len > NEAREST_LEN_MAX)
		return SIZE_MAX;
	for (size_t k = 0; k <= b_len; k++)
		row[0][k] = k;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *now = row[i % 3];
		const size_t *last = row[(i + 2) % 3];
		const size_t *older = row[(i + 1) % 3];

		now[0] = i;
		for (size_t k = 1; k <= b_len; k++) {
			size_t change = a[i - 1] != b[k - 1];

			now[k] = least(last[k - 1] + change,
				       least(last[k], now[k - 1]) + 1);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
			    a[i - 2] == b[k - 1])
				now[k] = least(now[k], older[k - 2] + 1);
		}
	}
	return row[a_len % 3][b_len];
}

bool nearest_is_close(size_t distance, size_t len)
{
	if (len <= 2)
		return distance <= 1 && distance < len;
	return distance <= (len <= 5 ? 1 + (len > 3) : 3);
}
