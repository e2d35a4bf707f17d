/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8: one character at a time, strictly.
 *
 * Over-long forms, surrogates and anything past U+10FFFF are not characters
 * here. It says what bytes are, never what to do about them.
 */
#ifndef QVM_CONF_UTIL_UTF8_H
#define QVM_CONF_UTIL_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes that the character at `bytes` takes, and its number; 0 where the
 * `len` bytes there do not begin with a whole character. */
size_t utf8_next(const char *bytes, size_t len, uint32_t *character);

/* Characters that a reader of the text can't see or that change how the text
 * around them is shown: controls (line feed and tab too), line and paragraph
 * separators, byte order marks, direction marks, non-characters. */
bool utf8_is_hidden(uint32_t character);

#endif
