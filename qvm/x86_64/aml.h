/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aml: writes ACPI machine language, one object after the other.
 * [ACPI 6.4, chapter 20]
 *
 *   aml_init -> { aml_begin_x ... aml_end, aml_x }* -> bytes[0 .. n)
 *
 * Writes into the caller's buffer, whose size the caller knows from what it
 * writes: running out of it is our own mistake, a broken claim. Encodes each
 * object in its shortest form, so that a compiler's output of the same source
 * has the same bytes. Knows no device and no plan.
 *
 * What may have children is opened by aml_begin_* and closed by aml_end, like
 * brackets; the package length is written at the close.
 */
#ifndef QVM_X86_64_AML_H
#define QVM_X86_64_AML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { AML_DEPTH_MAX = 8 };

struct aml {
	unsigned char *bytes;
	size_t size;
	size_t n;
	size_t open[AML_DEPTH_MAX]; /* where the package lengths belong */
	size_t depth;
};

void aml_init(struct aml *a, void *bytes, size_t size);

/* ---- names and values ----------------------------------------------------- */

/* A name of 1 to 4 characters, looked for in its scope and those around. */
void aml_path(struct aml *a, const char *name);

/* Name (NAME, ...): the next object is its value. */
void aml_name(struct aml *a, const char *name);

void aml_integer(struct aml *a, uint64_t value);
void aml_string(struct aml *a, const char *text);

/* A hardware id: "PNP0C0C" in its compressed form, others as text.
 * [ACPI 6.4, 6.1.5] */
void aml_hardware_id(struct aml *a, const char *id);

/* ---- what has children ---------------------------------------------------- */

void aml_begin_scope(struct aml *a, const char *name);
void aml_begin_device(struct aml *a, const char *name);
void aml_begin_package(struct aml *a, uint8_t n_elements);
void aml_begin_method(struct aml *a, const char *name, unsigned n_args);
void aml_begin_if(struct aml *a); /* the next object is the condition */
void aml_end(struct aml *a);

/* ---- registers and what a method does with them --------------------------- */

enum aml_space { AML_SYSTEM_MEMORY = 0, AML_SYSTEM_IO = 1 };

void aml_region(struct aml *a, const char *name, enum aml_space space,
		uint64_t at, uint64_t len);

/* One field of 8 bits at the start of `region`, accessed by bytes. */
void aml_byte_field(struct aml *a, const char *region, const char *name);

void aml_store_in_local0(struct aml *a, const char *name);

/* Local0 & mask, as a value. */
void aml_local0_and(struct aml *a, uint64_t mask);

void aml_notify(struct aml *a, const char *name, uint8_t value);

/* ---- resources ------------------------------------------------------------ */

/* ResourceTemplate () { ... }: descriptors, then aml_end_resources. */
void aml_begin_resources(struct aml *a);
void aml_io(struct aml *a, uint16_t at, uint16_t len);
void aml_memory(struct aml *a, uint64_t at, uint64_t len);
void aml_interrupt(struct aml *a, uint32_t line, bool level, bool shared);
void aml_end_resources(struct aml *a);

#endif
