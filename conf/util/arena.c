/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks from calloc, cut from the front. A request larger than a block gets
 * a block of its own. Must never hand out memory that is not zeroed.
 */
#include "conf/util/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "conf/util/claim.h"

enum { ARENA_BLOCK = 16 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t size; /* of `bytes` */
	size_t used;
	_Alignas(max_align_t) unsigned char bytes[];
};

static _Noreturn void out_of_memory(void)
{
	static const char line[] = "qvm: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, line, sizeof(line) - 1);

	(void)ignored; /* the status says it too */
	_exit(EX_UNAVAILABLE);
}

void arena_init(struct arena *a)
{
	*a = (struct arena){ 0 };
}

static struct arena_block *add_block(struct arena *a, size_t at_least)
{
	size_t size = at_least > ARENA_BLOCK ? at_least : ARENA_BLOCK;
	struct arena_block *b;

	if (size > SIZE_MAX - sizeof(*b))
		out_of_memory();
	b = calloc(1, sizeof(*b) + size);
	if (b == NULL)
		out_of_memory();
	b->next = a->blocks;
	b->size = size;
	a->blocks = b;
	return b;
}

void *arena_new(struct arena *a, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	struct arena_block *b = a->blocks;
	void *p;

	if (size > SIZE_MAX - align)
		out_of_memory();
	size = (size + align - 1) & ~(align - 1);
	if (b == NULL || b->size - b->used < size)
		b = add_block(a, size);
	p = &b->bytes[b->used]; /* zero: calloc, and no byte is given twice */
	b->used += size;
	return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		out_of_memory();
	return arena_new(a, count * size);
}

char *arena_text(struct arena *a, const char *bytes, size_t len)
{
	char *text = arena_array(a, len + 1, 1);

	if (len > 0)
		memcpy(text, bytes, len);
	return text;
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
	va_list again;
	char *text;
	int len;

	CLAIM(format != NULL);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		out_of_memory(); /* the only failure of a constant format */
	text = arena_array(a, (size_t)len + 1, 1);
	vsnprintf(text, (size_t)len + 1, format, args);
	return text;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(a, format, args);
	va_end(args);
	return text;
}

void arena_fini(struct arena *a)
{
	while (a->blocks != NULL) {
		struct arena_block *b = a->blocks;

		a->blocks = b->next;
		free(b);
	}
}
