/* SPDX-License-Identifier: Apache-2.0 */
#include "conf/util/sha256.h"

/* The calls can't fail: no memory is taken, nothing is looked up. */
void sha256_begin(struct sha256 *s)
{
	SHA256_Init(&s->ctx);
}

void sha256_add(struct sha256 *s, const void *bytes, size_t len)
{
	SHA256_Update(&s->ctx, bytes, len);
}

void sha256_hex(struct sha256 *s, char hex[static SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[SHA256_DIGEST_LENGTH];

	SHA256_Final(sum, &s->ctx);
	for (size_t i = 0; i < sizeof(sum); i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 15];
	}
	hex[2 * sizeof(sum)] = '\0';
}
