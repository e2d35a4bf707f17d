/* SPDX-License-Identifier: Apache-2.0 */
/*
 * util: the few words that every file of the project may use.
 */
#ifndef QVM_CONF_UTIL_UTIL_H
#define QVM_CONF_UTIL_UTIL_H

#include <stddef.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#define KIB (UINT64_C(1) << 10)
#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)
#define TIB (UINT64_C(1) << 40)

/* The result matters: dropping it does not compile. */
#define must_check __attribute__((warn_unused_result))

#define printf_like(string, first) \
	__attribute__((__format__(__printf__, string, first)))

#endif
