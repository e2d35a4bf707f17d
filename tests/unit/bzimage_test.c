/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is taken out of a kernel image, and what is refused. The headers are
 * written byte by byte at the offsets of the boot protocol.
 */
#include "qvm/x86_64/bzimage.h"

#include "x86_plan.h"

/* A kernel of protocol 2.15: 3 sectors of setup, 0x4000 bytes of code. */
static struct plan_image kernel(struct x86_plan *x)
{
	unsigned char *head = x->head;
	struct plan_image image = {
		.conf = &x->conf.boot.linux_.kernel,
		.what = "kernel",
		.size = 4 * 512 + 0x4000,
		.fd = -1,
		.head = head,
		.head_len = PLAN_IMAGE_HEAD,
	};

	x86_put(x, 0x1f1, 3, 1);           /* setup_sects */
	x86_put(x, 0x1f4, 0x400, 4);       /* syssize */
	x86_put(x, 0x1fe, 0xaa55, 2);      /* boot_flag */
	x86_put(x, 0x200, 0x6aeb, 2);      /* jump: header ends at 0x26c */
	memcpy(head + 0x202, "HdrS", 4);
	x86_put(x, 0x206, 0x020f, 2);      /* version */
	x86_put(x, 0x211, 0x01, 1);        /* loadflags: LOADED_HIGH */
	x86_put(x, 0x22c, 0x7fffffff, 4);  /* initrd_addr_max */
	x86_put(x, 0x236, 0x01, 2);        /* xloadflags: KERNEL_64 */
	x86_put(x, 0x238, 2047, 4);        /* cmdline_size */
	x86_put(x, 0x258, 0x1000000, 8);   /* pref_address */
	x86_put(x, 0x260, 0x9000, 4);      /* init_size */
	return image;
}

static bool read_it(struct bzimage *k, struct x86_plan *x,
		    const struct plan_image *image)
{
	return bzimage_read(k, image, &x->report);
}

Test(bzimage, a_good_header_says_where_the_kernel_goes)
{
	struct x86_plan *x = x86_plan_bare();
	struct plan_image image = kernel(x);
	struct bzimage k;

	cr_assert(read_it(&k, x, &image));
	cr_expect_eq(k.setup_len, 2048);
	cr_expect_eq(k.load_len, 0x4000);
	cr_expect_eq(k.at, 0x1000000);
	cr_expect_eq(k.run_len, 0x9000);
	cr_expect_eq(k.cmdline_max, 2047);
	cr_expect_eq(k.initrd_last, 0x7fffffff);
	cr_expect_eq(k.header.version, 0x020f);
	x86_plan_free(x);
}

Test(bzimage, a_kernel_that_takes_an_initrd_anywhere_gets_all_of_low_memory)
{
	struct x86_plan *x = x86_plan_bare();
	struct plan_image image = kernel(x);
	struct bzimage k;

	x86_put(x, 0x236, 0x03, 2);
	cr_assert(read_it(&k, x, &image));
	cr_expect_eq(k.initrd_last, 0xffffffff);
	x86_plan_free(x);
}

Test(bzimage, no_setup_sectors_means_four)
{
	struct x86_plan *x = x86_plan_bare();
	struct plan_image image = kernel(x);
	struct bzimage k;

	image.size = 5 * 512 + 0x4000;
	x86_put(x, 0x1f1, 0, 1);
	cr_assert(read_it(&k, x, &image));
	cr_expect_eq(k.setup_len, 2560);
	x86_plan_free(x);
}

Test(bzimage, the_image_itself_counts_where_the_header_asks_for_less)
{
	struct x86_plan *x = x86_plan_bare();
	struct plan_image image = kernel(x);
	struct bzimage k;

	x86_put(x, 0x260, 0x10, 4);
	cr_assert(read_it(&k, x, &image));
	cr_expect_eq(k.run_len, 0x4000);
	x86_plan_free(x);
}

Test(bzimage, bytes_behind_the_end_of_the_header_are_not_header)
{
	struct x86_plan *x = x86_plan_bare();
	struct plan_image image = kernel(x);
	struct bzimage k;

	x86_put(x, 0x268, 0xdeadbeef, 4); /* kernel_info_offset */
	x86_put(x, 0x201, 0x66, 1);       /* the header ends before it */
	cr_assert(read_it(&k, x, &image));
	cr_expect_eq(k.header.kernel_info_offset, 0);
	x86_plan_free(x);
}

/* One change each, and what is said about it. */
static const struct {
	size_t at;
	uint64_t value;
	size_t width;
	const char *says;
} refused[] = {
	{ 0x202, 0, 4, "is not a bzImage" },
	{ 0x1fe, 0, 2, "is not a bzImage" },
	{ 0, 0x464c457f, 4, "is an ELF file" },
	{ 0x206, 0x020b, 2, "older than 2.12" },
	{ 0x211, 0, 1, "zImage" },
	{ 0x236, 0, 2, "no 64-bit entry" },
	{ 0x1f4, 0, 4, "no code" },
	{ 0x24c, 0x4001, 4, "payload" },
	{ 0x248, 0xffffffff, 4, "payload" },
};

Test(bzimage, what_is_no_64_bit_kernel_is_refused_by_name)
{
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct x86_plan *x = x86_plan_bare();
		struct plan_image image = kernel(x);
		struct bzimage k;

		x86_put(x, refused[i].at, refused[i].value, refused[i].width);
		cr_expect_not(read_it(&k, x, &image));
		x86_finds(x, "kernel-format", refused[i].says);
		x86_plan_free(x);
	}
}

Test(bzimage, a_file_shorter_than_the_header_is_refused)
{
	struct x86_plan *x = x86_plan_bare();
	struct plan_image image = kernel(x);
	struct bzimage k;

	image.head_len = 0x200;
	cr_expect_not(read_it(&k, x, &image));
	x86_finds(x, "kernel-format", "too short");
	x86_plan_free(x);
}

Test(bzimage, a_kernel_without_its_last_byte_is_refused)
{
	struct x86_plan *x = x86_plan_bare();
	struct plan_image image = kernel(x);
	struct bzimage k;

	image.size--;
	cr_expect_not(read_it(&k, x, &image));
	x86_finds(x, "kernel-truncated",
		  "has 18431 bytes, and its header speaks of 18432");
	x86_plan_free(x);
}

Test(bzimage, a_file_of_ones_is_refused)
{
	struct x86_plan *x = x86_plan_bare();
	struct plan_image image = kernel(x);
	struct bzimage k;

	memset(x->head, 0xff, sizeof(x->head));
	cr_expect_not(read_it(&k, x, &image));
	x86_finds(x, "kernel-format", "is not a bzImage");
	x86_plan_free(x);
}
