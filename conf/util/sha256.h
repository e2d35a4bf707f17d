/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sha256: the hash by which files, images and plug-ins are known.
 *
 *   sha256_begin -> sha256_add* -> sha256_hex
 *
 * OpenSSL's block function, which uses what the processor has for it. By its
 * plain calls: the general ones would start a machinery that costs more than
 * the hash of a plug-in.
 */
#ifndef QVM_CONF_UTIL_SHA256_H
#define QVM_CONF_UTIL_SHA256_H

#define OPENSSL_API_COMPAT 0x10100000L /* the plain calls */

#include <openssl/sha.h>
#include <stddef.h>

enum { SHA256_HEX = 65 }; /* digits and a NUL */

struct sha256 {
	SHA256_CTX ctx;
};

void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *bytes, size_t len);

/* Ends the hash: lower-case digits and a NUL. */
void sha256_hex(struct sha256 *s, char hex[static SHA256_HEX]);

#endif
