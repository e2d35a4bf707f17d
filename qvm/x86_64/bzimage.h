/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bzimage: what a loader must know of a Linux kernel image, out of the setup
 * header in its first 4 KiB. [Documentation/arch/x86/boot.rst]
 *
 * The file is input like any other: nothing in it is believed until it fits
 * the file's size. Never reads more than the head, places nothing.
 */
#ifndef QVM_X86_64_BZIMAGE_H
#define QVM_X86_64_BZIMAGE_H

#include <asm/bootparam.h>

#include "qvm/plan/plan.h"

struct bzimage {
	struct setup_header header; /* as in the file; shorter ones end in 0 */
	uint64_t setup_len;         /* of the real-mode part: not placed */
	uint64_t load_len;          /* of what follows it and is placed */
	uint64_t at;                /* guest-physical place of its first byte */
	uint64_t run_len;           /* from `at`: ram that must be there and
				       free; at least load_len */
	uint64_t cmdline_max;       /* characters; the NUL is not counted */
	uint64_t initrd_last;       /* highest address that an initrd may use */
};

/* The 64-bit entry, from the first placed byte. [boot.rst, 64-bit protocol] */
enum { BZIMAGE_ENTRY_64 = 0x200 };

/* Reads image->head. False after one finding: kernel-format or
 * kernel-truncated. */
bool must_check bzimage_read(struct bzimage *k, const struct plan_image *image,
			     struct conf_report *report);

#endif
