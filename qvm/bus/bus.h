/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus: from a port or a guest-physical address to whoever answers it.
 *
 *   bus_init -> bus_add* -> bus_freeze -> bus_access (any vCPU thread)
 *
 * Frozen before the first KVM_RUN; then only read, so it needs no lock. Ports
 * are looked up by two loads, memory by a binary search of a sorted array. The
 * bus never decides what an access to nothing means: it says BUS_NOTHING.
 */
#ifndef QVM_BUS_BUS_H
#define QVM_BUS_BUS_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/util/range.h"
#include "conf/util/util.h"

/* As many as a plan can hold, of memory and of ports: what has passed the
 * check can be built. */
enum { BUS_ROWS_MAX = 512, BUS_LEAVES = 257 };

enum bus_space { BUS_PORT, BUS_MEMORY };

/* One access of a guest: at most 8 bytes. */
struct bus_access {
	uint64_t address; /* port, or guest-physical */
	uint64_t value;   /* write: zero-extended; read: the answer */
	uint32_t vcpu;
	uint8_t space; /* enum bus_space */
	uint8_t width; /* bytes: 1..8 */
	bool is_write;
	uint16_t row; /* filled by bus_access: for counters and messages */
};

enum bus_answer {
	BUS_ENDED,  /* the VM has been ended: the vCPU leaves */
	BUS_NOTHING, /* nobody is there */
	BUS_REFUSED, /* somebody is there, and the guest broke the rules */
	BUS_DONE,
};

struct bus_row {
	struct range range;
	uint64_t last; /* of the range; filled by bus_add */
	const char *name;
	enum bus_answer (*answer)(const struct bus_row *row,
				  struct bus_access *a);
	void *owner;     /* for `answer` */
	uint32_t detail; /* for `answer` */
	uint16_t number; /* of the row itself; filled by bus_add */
	uint8_t space;   /* enum bus_space */
	uint8_t refused; /* enum conf_unsupported_do: what BUS_REFUSED means */
};

struct bus {
	struct bus_row row[BUS_ROWS_MAX];
	uint16_t n;
	uint16_t memory[BUS_ROWS_MAX]; /* rows, sorted by address */
	uint16_t n_memory;
	uint16_t n_leaf;
	/* Ports: page[port >> 8] chooses a leaf, its entry is row + 1. A leaf
	 * costs memory when it is used; leaf 0 is all empty. */
	uint16_t page[256];
	uint16_t leaf[BUS_LEAVES][256];
};

void bus_init(struct bus *b);

/* The plan has shown that ranges do not overlap. -ENOSPC after a message. */
int must_check bus_add(struct bus *b, const struct bus_row *row);

void bus_freeze(struct bus *b);

/* Finds who answers all of the access, and has it answered. */
enum bus_answer bus_access(const struct bus *b, struct bus_access *a);

#endif
