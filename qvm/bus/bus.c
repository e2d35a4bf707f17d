/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The look-up tables. After bus_freeze nothing here is written, whatever a
 * guest does.
 */
#include "qvm/bus/bus.h"

#include <errno.h>

#include "conf/util/claim.h"
#include "conf/util/log.h"

_Static_assert(BUS_ROWS_MAX < UINT16_MAX, "a row plus one fits a leaf's entry");

void bus_init(struct bus *b)
{
	b->n = 0;
	b->n_memory = 0;
	b->n_leaf = 1; /* leaf 0 stays empty */
}

static void map_ports(struct bus *b, uint16_t row)
{
	struct range r = b->row[row].range;

	for (uint64_t port = r.at; port <= range_last(r); port++) {
		uint16_t *leaf = &b->page[port >> 8];

		if (*leaf == 0)
			*leaf = b->n_leaf++;
		b->leaf[*leaf][port & 0xff] = (uint16_t)(row + 1);
	}
}

_Static_assert(BUS_LEAVES == 256 + 1, "a leaf for each page, and the empty one");

int bus_add(struct bus *b, const struct bus_row *row)
{
	CLAIM(range_ok(row->range));
	if (b->n == BUS_ROWS_MAX)
		return host_fail(ENOSPC, "more than %d windows", BUS_ROWS_MAX);
	b->row[b->n] = *row;
	b->row[b->n].last = range_last(row->range);
	b->row[b->n].number = b->n;
	if (row->space == BUS_MEMORY)
		b->memory[b->n_memory++] = b->n;
	else
		map_ports(b, b->n);
	b->n++;
	return 0;
}

void bus_freeze(struct bus *b)
{
	for (uint16_t i = 1; i < b->n_memory; i++) {
		uint16_t row = b->memory[i], j = i;

		while (j > 0 && b->row[b->memory[j - 1]].range.at >
					b->row[row].range.at) {
			b->memory[j] = b->memory[j - 1];
			j--;
		}
		b->memory[j] = row;
	}
}

static const struct bus_row *find_port(const struct bus *b, uint64_t port)
{
	uint16_t entry = b->leaf[b->page[port >> 8 & 0xff]][port & 0xff];

	return entry == 0 ? NULL : &b->row[entry - 1];
}

static const struct bus_row *find_memory(const struct bus *b, uint64_t address)
{
	uint16_t low = 0, high = b->n_memory;

	while (low < high) {
		uint16_t middle = (uint16_t)((low + high) / 2);
		const struct bus_row *row = &b->row[b->memory[middle]];

		if (address < row->range.at)
			high = middle;
		else if (address > row->last)
			low = (uint16_t)(middle + 1);
		else
			return row;
	}
	return NULL;
}

enum bus_answer bus_access(const struct bus *b, struct bus_access *a)
{
	const struct bus_row *row = a->space == BUS_PORT ?
					    find_port(b, a->address) :
					    find_memory(b, a->address);

	/* An access that is partly outside of a window is one to nothing. */
	if (row == NULL || row->last - a->address < a->width - 1u) {
		a->row = BUS_ROWS_MAX;
		return BUS_NOTHING;
	}
	a->row = row->number;
	return row->answer(row, a);
}
