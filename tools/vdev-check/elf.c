/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The object as a file: what it is, exports, needs and would run by itself.
 * Must never run any of it, nor follow an offset that leaves the file.
 */
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

#define IS_CLASS(bits) ((bits) == 64 ? ELFCLASS64 : ELFCLASS32)

struct object {
	struct job *job;
	const char *bytes;
	size_t size;
	const ElfW(Ehdr) *head;
};

static const void *part(const struct object *o, uint64_t at, uint64_t size)
{
	if (at > o->size || size > o->size - at)
		job_fail(o->job, "it is cut off: it has %zu bytes, and speaks "
				 "of byte 0x%llx",
			 o->size, (unsigned long long)(at + size));
	return o->bytes + at;
}

static struct object open_object(struct job *job)
{
	struct object o = { .job = job };
	struct stat st;
	int fd = open(job->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		job_fail(job, "it can't be opened as a file");
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		job_fail(job, "others than its owner can write it: qvm would "
			      "refuse it (chmod go-w)");
	o.size = (size_t)st.st_size;
	o.bytes = o.size == 0 ? "" :
		  mmap(NULL, o.size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (o.bytes == MAP_FAILED)
		job_fail(job, "it can't be read");
	close(fd);
	o.head = part(&o, 0, sizeof(*o.head));
	return o;
}

/* The machine that this tool is built for is the one that is meant. */
static uint16_t own_machine(struct job *job)
{
	ElfW(Ehdr) head = { .e_machine = EM_NONE };
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, &head, sizeof(head)) != sizeof(head))
		job_skip(job, "/proc/self/exe can't be read");
	close(fd);
	return head.e_machine;
}

static const ElfW(Phdr) *segment(const struct object *o, uint32_t i)
{
	return part(o, o->head->e_phoff + i * sizeof(ElfW(Phdr)),
		    sizeof(ElfW(Phdr)));
}

/* The start of section `name`'s header, or NULL. */
static const ElfW(Shdr) *section(const struct object *o, uint32_t type)
{
	for (uint32_t i = 0; i < o->head->e_shnum; i++) {
		const ElfW(Shdr) *s =
			part(o, o->head->e_shoff + i * sizeof(*s), sizeof(*s));

		if (s->sh_type == type)
			return s;
	}
	return NULL;
}

void check_file(struct job *job)
{
	struct object o = open_object(job);

	if (memcmp(o.head->e_ident, ELFMAG, SELFMAG) != 0)
		job_fail(job, "it is no ELF object");
	if (o.head->e_ident[EI_CLASS] != IS_CLASS(__ELF_NATIVE_CLASS) ||
	    o.head->e_machine != own_machine(job))
		job_fail(job, "it is for another machine (%u)",
			 o.head->e_machine);
	if (o.head->e_type != ET_DYN)
		job_fail(job, "it is no shared object");
	for (uint32_t i = 0; i < o.head->e_phnum; i++)
		part(&o, segment(&o, i)->p_offset, segment(&o, i)->p_filesz);
	part(&o, o.head->e_shoff,
	     (uint64_t)o.head->e_shnum * sizeof(ElfW(Shdr)));
	if (section(&o, SHT_DYNSYM) == NULL || section(&o, SHT_DYNAMIC) == NULL)
		job_fail(job, "it has no dynamic section, or no headers that "
			      "lead to one");
}

/* The table of strings that goes with a section; it ends with a NUL. */
static const char *strings(const struct object *o, const ElfW(Shdr) *of,
			   uint64_t *size)
{
	const ElfW(Shdr) *s;
	const char *text;

	if (of->sh_link >= o->head->e_shnum)
		job_fail(o->job, "a section has no strings");
	s = part(o, o->head->e_shoff + of->sh_link * sizeof(*s), sizeof(*s));
	text = part(o, s->sh_offset, s->sh_size);
	*size = s->sh_size;
	if (*size == 0 || text[*size - 1] != '\0')
		job_fail(o->job, "a table of strings has no end");
	return text;
}

static const char *string_at(const struct object *o, const ElfW(Shdr) *of,
			     uint64_t at)
{
	uint64_t size;
	const char *text = strings(o, of, &size);

	if (at >= size)
		job_fail(o->job, "a string lies outside of its table");
	return text + at;
}

static bool is_exported(const ElfW(Sym) *s)
{
	unsigned bind = ELF64_ST_BIND(s->st_info);

	return s->st_shndx != SHN_UNDEF && bind != STB_LOCAL &&
	       ELF64_ST_VISIBILITY(s->st_other) == STV_DEFAULT;
}

void check_symbols(struct job *job)
{
	struct object o = open_object(job);
	const ElfW(Shdr) *table = section(&o, SHT_DYNSYM);
	bool found = false;

	for (uint64_t at = 0; at < table->sh_size; at += sizeof(ElfW(Sym))) {
		const ElfW(Sym) *s =
			part(&o, table->sh_offset + at, sizeof(*s));
		const char *name = string_at(&o, table, s->st_name);

		if (!is_exported(s) || (SANITIZED && strncmp(name, "__", 2) == 0))
			continue; /* sanitizers export names of their own */
		if (strcmp(name, "vdev_plugin") != 0)
			job_fail(job, "it exports `%s`; `vdev_plugin` alone may "
				      "be seen (-fvisibility=hidden)", name);
		found = true;
	}
	if (!found)
		job_fail(job, "it does not export `vdev_plugin`");
}

/* Calls `look` for each entry of the dynamic section. */
static void each_entry(const struct object *o,
		       void (*look)(const struct object *o, const ElfW(Shdr) *of,
				    const ElfW(Dyn) *entry))
{
	const ElfW(Shdr) *table = section(o, SHT_DYNAMIC);

	for (uint64_t at = 0; at < table->sh_size; at += sizeof(ElfW(Dyn)))
		look(o, table, part(o, table->sh_offset + at, sizeof(ElfW(Dyn))));
}

/* The C runtime has one entry of its own. */
static void look_for_arrays(const struct object *o, const ElfW(Shdr) *of,
			    const ElfW(Dyn) *entry)
{
	uint64_t most = entry->d_tag == DT_PREINIT_ARRAYSZ ? 0 : sizeof(void *);

	(void)of;
	if ((entry->d_tag == DT_INIT_ARRAYSZ ||
	     entry->d_tag == DT_FINI_ARRAYSZ ||
	     entry->d_tag == DT_PREINIT_ARRAYSZ) &&
	    entry->d_un.d_val > most)
		job_fail(o->job, "it has constructors or destructors: nothing "
				 "of it may run before init or after fini");
}

void check_constructors(struct job *job)
{
	struct object o = open_object(job);

	if (SANITIZED)
		job_skip(job, "sanitizers have constructors");
	each_entry(&o, look_for_arrays);
}

static void look_for_needs(const struct object *o, const ElfW(Shdr) *of,
			   const ElfW(Dyn) *entry)
{
	static const char *const may[] = { "libc.so", "libm.so", "ld-linux" };
	const char *name;

	if (entry->d_tag != DT_NEEDED)
		return;
	name = string_at(o, of, entry->d_un.d_val);
	for (size_t i = 0; i < sizeof(may) / sizeof(may[0]); i++)
		if (strncmp(name, may[i], strlen(may[i])) == 0)
			return;
	job_fail(o->job, "it needs %s; a vdev may need libc and libm", name);
}

void check_needs(struct job *job)
{
	struct object o = open_object(job);

	if (SANITIZED)
		job_skip(job, "sanitizers have libraries of their own");
	each_entry(&o, look_for_needs);
}

/* That it does has been seen before this runs. */
void check_loads(struct job *job)
{
	if (((uintptr_t)job->plugin & (_Alignof(struct vdev_plugin) - 1)) != 0)
		job_fail(job, "`vdev_plugin` is not aligned");
}
