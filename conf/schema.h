/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema: a mapping as a table, one row for each key.
 *
 * The rows are the only source of the validator, of `--explain`, of
 * qvmconf(5) and of the JSON Schema. A row says what a key is called, where
 * its value goes, what it may be, what holds where the file is silent, and
 * what it is for. Rows never say what qvm does with a value.
 *
 * Each C record that a table fills begins with its node:
 *
 *   struct conf_ram { const struct conf_node *node; uint64_t at, size; ... };
 */
#ifndef QVM_CONF_SCHEMA_H
#define QVM_CONF_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf.h"

enum field_type {      /* what it fills */
	FIELD_BOOL,     /* bool */
	FIELD_UINT,     /* uint64_t */
	FIELD_ADDRESS,  /* uint64_t, shown in hexadecimal */
	FIELD_SIZE,     /* uint64_t, bytes */
	FIELD_DURATION, /* uint64_t, nanoseconds */
	FIELD_WORD,     /* uint32_t: which of `words` */
	FIELD_NAME,     /* const char * */
	FIELD_TEXT,     /* const char *; where it has `words`, one of them */
	FIELD_PATH,     /* const char *: from the caller's directory */
	FIELD_HASH,     /* const char * */
	FIELD_PCI,      /* const char * */
	FIELD_CHARDEV,  /* struct conf_chardev; in a vdev's options only */
	FIELD_RECORD,   /* the record of `record` */
	FIELD_NODE,     /* const struct conf_node *: judged by someone else */
	FIELD_TYPES,
};

enum field_shape {
	SHAPE_ONE,   /* one value */
	SHAPE_LIST,  /* a list of them, 1 to `max_items` */
	SHAPE_NAMED, /* one value, or a mapping from names to values */
};

enum {
	FIELD_REQUIRED = 0x1,
	FIELD_ONE_OF = 0x2, /* exactly one of the record's rows with this */
	FIELD_EMPTY = 0x4,  /* a list that may be empty */
	FIELD_OUT = 0x8,    /* CHARDEV: takes bytes from the guest */
	FIELD_IN = 0x10,    /* CHARDEV: gives bytes to the guest */
};

struct conf_record;

struct conf_field {
	const char *key;
	uint32_t type;    /* enum field_type */
	uint32_t shape;   /* enum field_shape */
	uint32_t flags;
	size_t offset;    /* in the record */
	size_t item;      /* LIST, NAMED: size of an item */
	size_t value;     /* NAMED: offset of the value in an item */
	size_t max_items; /* LIST, NAMED */
	uint64_t min, max; /* numbers, inclusive; TEXT: bytes. max 0: none */
	uint64_t align;   /* 0: none; else a power of two */
	const char *words; /* blanks between; `-` holds a number free */
	const char *unset; /* value without the key, spelt as in a file;
			      NULL: zero */
	const struct conf_record *record;
	const char *doc;
	const char *example; /* a value; required rows have one */
	const char *also;  /* words of other systems for this key */
};

struct conf_record {
	const char *name; /* in messages: "a device" */
	const struct conf_field *field;
	size_t n;
	size_t size;      /* of the C record */
	size_t kind;      /* offset of a uint32_t: which ONE_OF key it is */
	const char *doc;
};

enum { RECORD_NO_KIND = 0 }; /* the node is there */

/*
 * Where a value goes, checked: a member of another C type does not compile.
 */
#define CONF_AT(rec, member, ctype) \
	(offsetof(rec, member) + _Generic(&((rec *)0)->member, ctype *: 0))

#define BOOL_AT(rec, m) .type = FIELD_BOOL, .offset = CONF_AT(rec, m, bool)
#define UINT_AT(rec, m) .type = FIELD_UINT, .offset = CONF_AT(rec, m, uint64_t)
#define ADDRESS_AT(rec, m) \
	.type = FIELD_ADDRESS, .offset = CONF_AT(rec, m, uint64_t)
#define SIZE_AT(rec, m) .type = FIELD_SIZE, .offset = CONF_AT(rec, m, uint64_t)
#define DURATION_AT(rec, m) \
	.type = FIELD_DURATION, .offset = CONF_AT(rec, m, uint64_t)
#define WORD_AT(rec, m) .type = FIELD_WORD, .offset = CONF_AT(rec, m, uint32_t)
#define NAME_AT(rec, m) \
	.type = FIELD_NAME, .offset = CONF_AT(rec, m, const char *)
#define TEXT_AT(rec, m) \
	.type = FIELD_TEXT, .offset = CONF_AT(rec, m, const char *)
#define PATH_AT(rec, m) \
	.type = FIELD_PATH, .offset = CONF_AT(rec, m, const char *)
#define HASH_AT(rec, m) \
	.type = FIELD_HASH, .offset = CONF_AT(rec, m, const char *)
#define PCI_AT(rec, m) \
	.type = FIELD_PCI, .offset = CONF_AT(rec, m, const char *)
#define NODE_AT(rec, m) \
	.type = FIELD_NODE, \
	.offset = CONF_AT(rec, m, const struct conf_node *)
#define RECORD_AT(rec, m, ctype) \
	.type = FIELD_RECORD, .offset = CONF_AT(rec, m, ctype)
#define LIST_AT(rec, m, ctype, field_type) \
	.type = (field_type), .shape = SHAPE_LIST, .item = sizeof(ctype), \
	.offset = CONF_AT(rec, m.item, ctype *)
#define NAMED_AT(rec, m, ctype, field_type, member, member_type) \
	.type = (field_type), .shape = SHAPE_NAMED, .item = sizeof(ctype), \
	.value = CONF_AT(ctype, member, member_type), \
	.offset = CONF_AT(rec, m.item, ctype *)

/* The fields and the C record of a table. */
#define RECORD_OF(ctype, fields) \
	.field = (fields), .n = ARRAY_LEN(fields), \
	.size = sizeof(ctype) + CONF_AT(ctype, node, const struct conf_node *)

/* How an item of a NAMED row begins. */
struct conf_named {
	const struct conf_node *node;
	const char *name;
};

/* A CONF_LIST of anything. */
struct conf_items {
	void *item;
	size_t n;
};

/* The row of `key`, or NULL. */
const struct conf_field *record_find(const struct conf_record *record,
				     const char *key);

/*
 * The key that was probably meant: one that another system calls so, or one
 * that is spelt nearly so. NULL: none is near.
 */
const char *record_nearest(const struct conf_record *record, const char *key);

/* "a number", "a list": what a row asks for. */
const char *field_noun(const struct conf_field *field);

/* ---- words ---------------------------------------------------------------- */

enum { WORD_NONE = -1 };

/* Which of `words` it is, or WORD_NONE. */
int words_find(const char *words, const char *word);
int words_find_bytes(const char *words, const char *word, size_t len);

/* The word of `words` that is spelt nearest to `word`, or NULL. */
const char *words_nearest(const char *words, const char *word,
			  struct arena *arena);

/* Goes through words: `for (w = words; words_next(&w, &word, &len);)`. */
bool words_next(const char **words, const char **word, size_t *len);

/* "`a`, `b` or `c`" */
const char *words_show(const char *words, struct arena *arena);

#endif
