/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether an object is whole. The loader maps what the program headers say and
 * touches it; behind the end of the file that is a bus error. Must never
 * follow a number that it has not held against the size.
 */
#include <elf.h>
#include <string.h>

#include "conf/util/range.h"
#include "qvm/plug/plugin.h"

#if defined(__x86_64__)
enum { OWN_MACHINE = EM_X86_64 };
#else
#error "which ELF machine is this?"
#endif

static bool is_header(const Elf64_Ehdr *h)
{
	return memcmp(h->e_ident, ELFMAG, SELFMAG) == 0 &&
	       h->e_ident[EI_CLASS] == ELFCLASS64 &&
	       h->e_ident[EI_DATA] == ELFDATA2LSB && h->e_type == ET_DYN &&
	       h->e_machine == OWN_MACHINE &&
	       h->e_phentsize == sizeof(Elf64_Phdr) && h->e_phnum > 0;
}

static bool is_inside(uint64_t at, uint64_t len, size_t size)
{
	return at <= size && len <= size - at;
}

bool plugin_is_whole(const void *bytes, size_t size)
{
	Elf64_Ehdr h;
	Elf64_Phdr p;

	if (size < sizeof(h))
		return false;
	memcpy(&h, bytes, sizeof(h));
	if (!is_header(&h) ||
	    !is_inside(h.e_phoff, (uint64_t)h.e_phnum * sizeof(p), size))
		return false;
	for (size_t i = 0; i < h.e_phnum; i++) {
		memcpy(&p, (const char *)bytes + h.e_phoff + i * sizeof(p),
		       sizeof(p));
		if ((p.p_type == PT_LOAD || p.p_type == PT_DYNAMIC) &&
		    !is_inside(p.p_offset, p.p_filesz, size))
			return false;
	}
	return true;
}
