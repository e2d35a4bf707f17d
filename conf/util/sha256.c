/* SPDX-License-Identifier: Apache-2.0 */
#include "conf/util/sha256.h"

void sha256_begin(struct sha256 *s)
{
	sha256_init(&s->ctx);
}

void sha256_add(struct sha256 *s, const void *bytes, size_t len)
{
	sha256_update(&s->ctx, len, bytes);
}

void sha256_hex(struct sha256 *s, char hex[static SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t sum[SHA256_DIGEST_SIZE];

	sha256_digest(&s->ctx, sizeof(sum), sum);
	for (size_t i = 0; i < sizeof(sum); i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 15];
	}
	hex[2 * sizeof(sum)] = '\0';
}
