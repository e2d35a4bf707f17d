/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that tells when it is overrun. Its end touches a page without access,
 * but for up to 15 bytes that alignment leaves; those, and what lies before it
 * in its first page, hold a pattern that must stay.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kit.h"

enum { ALIGNMENT = 16, PATTERN = 0xa5 };

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

static size_t round_up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

void kit_pages_init(struct kit_pages *p, size_t size)
{
	size_t page = page_size();
	size_t inner = round_up(size + 1, page);
	char *map;

	map = mmap(NULL, inner + 2 * page, PROT_NONE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (map == MAP_FAILED ||
	    mprotect(map + page, inner, PROT_READ | PROT_WRITE) != 0)
		kit_misuse("no memory is left");
	*p = (struct kit_pages){ .map = map,
				 .map_size = inner + 2 * page,
				 .size = size };
	p->bytes = map + page + inner - round_up(size, ALIGNMENT);
	memset(map + page, PATTERN, inner);
	memset(p->bytes, 0, size);
}

void kit_pages_freeze(struct kit_pages *p)
{
	size_t page = page_size();

	/* Can't fail: it only takes a right away. */
	mprotect(p->map + page, p->map_size - 2 * page, PROT_READ);
}

/* Each byte is the pattern if the first is and each equals the next. */
static bool is_pattern(const char *from, const char *to)
{
	if (from == to)
		return true;
	return (unsigned char)from[0] == PATTERN &&
	       memcmp(from, from + 1, (size_t)(to - from) - 1) == 0;
}

bool kit_pages_whole(const struct kit_pages *p)
{
	size_t page = page_size();

	return is_pattern(p->map + page, p->bytes) &&
	       is_pattern(p->bytes + p->size, p->map + p->map_size - page);
}

void kit_pages_fini(struct kit_pages *p)
{
	if (p->map != NULL)
		munmap(p->map, p->map_size);
	*p = (struct kit_pages){ 0 };
}
