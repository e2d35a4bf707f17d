/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aml_bytes: the layer under aml.h, for the files that write AML objects. Who
 * writes tables uses aml.h alone.
 */
#ifndef QVM_X86_64_AML_BYTES_H
#define QVM_X86_64_AML_BYTES_H

#include "qvm/x86_64/aml.h"

void aml_put(struct aml *a, const void *bytes, size_t len);
void aml_put_byte(struct aml *a, unsigned byte);

/* The low `width` bytes of `value`, lowest first. */
void aml_put_le(struct aml *a, uint64_t value, size_t width);

/* Puts bytes in front of those from `at` on. */
void aml_insert(struct aml *a, size_t at, const void *bytes, size_t len);

/* The shortest form of an integer; returns its length. */
size_t aml_integer_bytes(unsigned char out[9], uint64_t value);

/* From here on bytes belong to a package; aml_end closes it. */
void aml_open(struct aml *a);

#endif
