/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The setup header lies at 0x1f1 of the file and ends where its jump
 * instruction lands. Must never trust a length of the header before it was
 * compared with the length of the file.
 */
#include "qvm/x86_64/bzimage.h"

#include <inttypes.h>
#include <string.h>

enum {
	HEADER_AT = 0x1f1,    /* in the file and in the zero page */
	HEADER_JUMP = 0x201,  /* one byte: length of the header behind 0x202 */
	HEADER_REST = 0x202,
	SECTOR = 512,
	PARAGRAPH = 16,       /* unit of syssize */
	BOOT_FLAG = 0xaa55,
	MAGIC = 0x53726448,   /* "HdrS" */
	PROTOCOL = 0x020c,    /* the first with xloadflags */
	SETUP_SECTS_OLD = 4,  /* what setup_sects 0 stands for */
};

/* In the file the header ends at most where the next field of the zero page
 * begins; a longer one is of a later protocol and is cut. */
static void copy_header(struct setup_header *h, const struct plan_image *image)
{
	size_t end = HEADER_REST + image->head[HEADER_JUMP];
	size_t len = end - HEADER_AT;

	if (len > sizeof(*h))
		len = sizeof(*h);
	*h = (struct setup_header){ 0 };
	memcpy(h, image->head + HEADER_AT, len);
}

/* Why the image can't be started by its 64-bit entry, or NULL. */
static const char *refusal(const struct setup_header *h)
{
	if (h->boot_flag != BOOT_FLAG || h->header != MAGIC)
		return "is not a bzImage: it has no Linux setup header";
	if (h->version < PROTOCOL)
		return "speaks a boot protocol older than 2.12";
	if ((h->loadflags & LOADED_HIGH) == 0)
		return "is a zImage, which loads below 1 MiB";
	if ((h->xloadflags & XLF_KERNEL_64) == 0)
		return "has no 64-bit entry";
	if (h->syssize == 0)
		return "holds no code behind its setup header";
	if ((uint64_t)h->payload_offset + h->payload_length >
	    (uint64_t)h->syssize * PARAGRAPH)
		return "has a payload that is longer than its code";
	return NULL;
}

static bool is_elf(const struct plan_image *image)
{
	return memcmp(image->head, "\177ELF", 4) == 0;
}

static void find_format(const struct plan_image *image, const char *what,
			struct conf_report *report)
{
	struct conf_finding *f = report_find(
		report, node_key_place(image->conf->node, "file"),
		"kernel-format", "kernel \"%s\" %s", image->conf->file, what);

	finding_fix(report, f,
		    "name the bzImage of a 64-bit x86 kernel, "
		    "as in /boot/vmlinuz-* or arch/x86/boot/bzImage");
}

static void find_truncated(const struct plan_image *image, uint64_t needed,
			   struct conf_report *report)
{
	struct conf_finding *f = report_find(
		report, node_key_place(image->conf->node, "file"),
		"kernel-truncated",
		"kernel \"%s\" has %" PRIu64 " bytes, and its header speaks of %"
		PRIu64, image->conf->file, image->size, needed);

	finding_fix(report, f, "copy the file again: its end is missing");
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static void fill(struct bzimage *k)
{
	const struct setup_header *h = &k->header;
	unsigned sectors = h->setup_sects != 0 ? h->setup_sects : SETUP_SECTS_OLD;

	k->setup_len = (uint64_t)(sectors + 1) * SECTOR;
	k->load_len = (uint64_t)h->syssize * PARAGRAPH;
	k->at = h->pref_address;
	k->run_len = larger(h->init_size, k->load_len);
	k->cmdline_max = h->cmdline_size;
	k->initrd_last = (h->xloadflags & XLF_CAN_BE_LOADED_ABOVE_4G) != 0
				 ? UINT32_MAX : h->initrd_addr_max;
}

bool bzimage_read(struct bzimage *k, const struct plan_image *image,
		  struct conf_report *report)
{
	const char *why;

	*k = (struct bzimage){ 0 };
	if (image->head_len < HEADER_AT + sizeof(k->header)) {
		find_format(image, "is too short to be a kernel", report);
		return false;
	}
	copy_header(&k->header, image);

	why = is_elf(image) ? "is an ELF file, not a bzImage"
			    : refusal(&k->header);
	if (why != NULL) {
		find_format(image, why, report);
		return false;
	}

	fill(k);
	if (image->size < k->setup_len + k->load_len) {
		find_truncated(image, k->setup_len + k->load_len, report);
		return false;
	}
	return true;
}
