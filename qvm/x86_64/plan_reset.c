/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two forms of the same sentence, "write 1 to the reset register, then halt",
 * in real-mode code. Must never fall through: whoever gets behind the write
 * stays in the loop.
 */
#include "qvm/x86_64/plan_reset.h"

#include <string.h>

#include "qvm/x86_64/acpi_regs.h"

enum {
	STUB_AT = 0xffff0, /* F000:FFF0, the last paragraph below 1 MiB */
	STUB_PORT = 1,     /* offsets of what is filled in */
	STUB_VALUE = 4,
	FAR_AT = 0xfff80,  /* F000:FF80 */
	FAR_ADDRESS = 0x18,
	FAR_VALUE = 0x1c,
};

static const unsigned char stub_io[16] = {
	0xba, 0x00, 0x00, /*    mov  $PORT, %dx */
	0xb0, 0x00,       /*    mov  $VALUE, %al */
	0xee,             /*    out  %al, (%dx) */
	0xf4,             /* 1: hlt */
	0xeb, 0xfd,       /*    jmp  1b */
};

static const unsigned char stub_far[16] = {
	0xe9, 0x8d, 0xff, /*    jmp  F000:FF80 */
};

/* A register in memory is out of real mode's reach, so a flat data segment is
 * loaded first; the code segment keeps the base that it has. */
static const unsigned char far_mmio[] = {
	0xfa,                                     /*    cli */
	0x2e, 0x66, 0x0f, 0x01, 0x16, 0xa0, 0xff, /*    lgdtl %cs:0xffa0 */
	0x0f, 0x20, 0xc0,                         /*    mov  %cr0, %eax */
	0x0c, 0x01,                               /*    or   $1, %al */
	0x0f, 0x22, 0xc0,                         /*    mov  %eax, %cr0 */
	0xb8, 0x08, 0x00,                         /*    mov  $8, %ax */
	0x8e, 0xd8,                               /*    mov  %ax, %ds */
	0x67, 0xc6, 0x05, 0, 0, 0, 0, 0,          /*    movb $VALUE, ADDRESS */
	0xf4,                                     /* 1: hlt */
	0xeb, 0xfd,                               /*    jmp  1b */
	0x0f, 0x00, 0xa8, 0xff, 0x0f, 0x00,       /* 0xffa0: the table, 16 bytes */
	0, 0,
	0, 0, 0, 0, 0, 0, 0, 0,                   /* 0xffa8: no segment */
	0xff, 0xff, 0, 0, 0, 0x93, 0xcf, 0,       /* 8: data, 4 GiB from 0 */
};

/* True if the file reserved `range` in ram and no image lies there. */
static bool is_given(const struct plan *p, struct range range)
{
	for (size_t i = 0; i < p->n_piece; i++)
		if (range_meets(p->piece[i].at, range))
			return false;
	return plan_holding(&p->memory, range, 1u << PLAN_RESERVE) != NULL &&
	       plan_holding(&p->memory, range, 1u << PLAN_RAM) != NULL;
}

static void *copy(struct plan *p, const unsigned char *code, size_t len)
{
	return memcpy(arena_new(p->arena, len), code, len);
}

static void stub_for_port(struct plan *p, uint16_t port,
			  struct conf_report *report)
{
	unsigned char *code = copy(p, stub_io, sizeof(stub_io));

	memcpy(code + STUB_PORT, &port, sizeof(port));
	code[STUB_VALUE] = TABLES_RESET_VALUE;
	plan_add_bytes(p, "reset vector", STUB_AT, code, sizeof(stub_io),
		       report);
}

static void stub_for_memory(struct plan *p, uint32_t address,
			    struct conf_report *report)
{
	unsigned char *code = copy(p, far_mmio, sizeof(far_mmio));

	memcpy(code + FAR_ADDRESS, &address, sizeof(address));
	code[FAR_VALUE] = TABLES_RESET_VALUE;
	plan_add_bytes(p, "reset code", FAR_AT, code, sizeof(far_mmio),
		       report);
	plan_add_bytes(p, "reset vector", STUB_AT, stub_far, sizeof(stub_far),
		       report);
}

void plan_reset_stub(struct plan *p, struct conf_report *report)
{
	const struct conf_at *at = &p->conf->tables.at;
	const struct range both = range_between(FAR_AT, 0xfffff);

	if (at->node == NULL || !is_given(p, both))
		return;
	if (at->space == CONF_SPACE_IO)
		stub_for_port(p, (uint16_t)(at->io + TABLES_RESET), report);
	else if (at->mmio <= UINT32_MAX - TABLES_RESET)
		stub_for_memory(p, (uint32_t)(at->mmio + TABLES_RESET), report);
}
