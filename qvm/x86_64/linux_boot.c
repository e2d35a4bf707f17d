/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two files that Linux is started from, and where they go. A kernel goes
 * where its header wants it and nowhere else: an image that moved by itself
 * because something was in its way would be a surprise that only a crash
 * reveals. Must never place a byte outside free ram below 4 GiB, which is
 * what the first page tables map.
 */
#include "qvm/x86_64/linux_boot.h"

#include "conf/util/claim.h"

#include <inttypes.h>

static const struct range below_4g = { 0, 4 * GIB };

static const struct conf_boot_linux *conf_of(const struct linux_boot *boot)
{
	return &boot->plan->conf->boot.linux_;
}

/* The row of plan->image that stands for `image`, or PLAN_NO_IMAGE. */
static uint32_t image_row(const struct plan *p, const struct conf_image *image)
{
	for (size_t i = 0; i < p->n_image; i++)
		if (p->image[i].conf == image)
			return (uint32_t)i;
	return PLAN_NO_IMAGE;
}

static struct conf_finding *find_at_file(struct linux_boot *boot,
					 const struct conf_image *image,
					 const char *rule, const char *message)
{
	return report_find(boot->report, node_key_place(image->node, "file"),
			   rule, "%s", message);
}

/* A kernel that does not want to run where the first page tables reach. */
static void find_kernel_high(struct linux_boot *boot, struct range need)
{
	const char *what = arena_printf(
		boot->plan->arena, "kernel \"%s\" wants 0x%" PRIx64 " bytes at 0x%"
		PRIx64 ", which is not below 4 GiB",
		conf_of(boot)->kernel.file, need.len, need.at);

	find_at_file(boot, &conf_of(boot)->kernel, "kernel-fits", what)
		->fix = "use a kernel with a lower CONFIG_PHYSICAL_START";
}

/* Someone else has part of the place, or it is not all ram. */
static void find_kernel_fits(struct linux_boot *boot, struct range need)
{
	struct plan_range owner = room_owner(boot->room, need);
	bool owned = owner.name != NULL;
	const char *what = arena_printf(
		boot->plan->arena, "kernel \"%s\" needs 0x%" PRIx64 " bytes of free "
		"ram at 0x%" PRIx64 ", and %s%s",
		conf_of(boot)->kernel.file, need.len, need.at,
		owned ? owner.name : "no ram",
		owned ? " lies there" : " holds them all");
	struct conf_finding *f = find_at_file(boot, &conf_of(boot)->kernel,
					      "kernel-fits", what);

	if (owned && owner.node != NULL)
		f->related = node_place(owner.node);
	if (owned)
		finding_fix(boot->report, f, "move %s out of 0x%" PRIx64
			    "..0x%" PRIx64, owner.name, need.at,
			    range_last(need));
	else
		finding_fix(boot->report, f, "let one `ram` below 4 GiB reach "
			    "from 0x%" PRIx64 " to at least 0x%" PRIx64,
			    need.at, range_last(need));
}

void linux_boot_kernel(struct linux_boot *boot)
{
	struct plan *p = boot->plan;
	uint32_t row = image_row(p, &conf_of(boot)->kernel);
	struct bzimage *k = &boot->kernel;
	struct range need;

	if (!p->images_known || row == PLAN_NO_IMAGE ||
	    !bzimage_read(k, &p->image[row], boot->report))
		return;

	need = (struct range){ k->at, k->run_len };
	if (!range_ok(need) || !range_holds(below_4g, need)) {
		find_kernel_high(boot, need);
		return;
	}
	if (!room_is_free(boot->room, need)) {
		find_kernel_fits(boot, need);
		return;
	}
	plan_add_file(p, "kernel", k->at, row, k->setup_len, k->load_len,
		      boot->report);
	room_keep(boot->room, need, "the kernel while it unpacks");
}

static void find_initrd_fits(struct linux_boot *boot,
			     const struct plan_image *image)
{
	const char *what = arena_printf(
		boot->plan->arena,
		"initrd \"%s\" has %" PRIu64 " bytes, and there is no free ram "
		"for them below 0x%" PRIx64 " beside the kernel",
		image->conf->file, image->size, boot->kernel.initrd_last);
	struct conf_finding *f = find_at_file(boot, image->conf, "initrd-fits",
					      what);

	finding_fix(boot->report, f, "give the guest more ram, or a smaller "
		    "initrd");
}

void linux_boot_initrd(struct linux_boot *boot)
{
	struct plan *p = boot->plan;
	uint32_t row = image_row(p, &conf_of(boot)->initrd);
	struct room_want want;

	if (boot->kernel.run_len == 0 || row == PLAN_NO_IMAGE)
		return;
	CLAIM(p->image[row].size > 0); /* images_open refuses an empty file */
	want = (struct room_want){
		.len = p->image[row].size,
		.align = 4 * KIB,
		.within = range_between(0, boot->kernel.initrd_last),
	};
	if (!room_highest(boot->room, want, &boot->initrd)) {
		boot->initrd.len = 0;
		find_initrd_fits(boot, &p->image[row]);
		return;
	}
	plan_add_file(p, "initrd", boot->initrd.at, row, 0, boot->initrd.len,
		      boot->report);
}

/* The first address from `at` on that is not ram or rom, up to `last`. */
static bool first_hole(const struct plan *p, uint64_t at, uint64_t last,
		       uint64_t *hole)
{
	const unsigned memory = 1u << PLAN_RAM | 1u << PLAN_ROM;

	while (at <= last) {
		const struct plan_range *r = plan_holding(
			&p->memory, (struct range){ at, 1 }, memory);

		if (r == NULL) {
			*hole = at;
			return true;
		}
		at = range_last(r->range) + 1;
	}
	return false;
}

void linux_boot_check_bios_area(const struct plan *p,
				struct conf_report *report)
{
	const uint64_t first = 0xc0000, last = 0xfffff;
	struct conf_finding *f;
	uint64_t hole;

	if (!first_hole(p, first, last, &hole))
		return;

	f = report_find(report, node_key_place(p->conf->node, "memory"),
			"bios-area", "Linux reads 0x%" PRIx64 "..0x%" PRIx64
			" byte by byte when it boots, and at 0x%" PRIx64
			" there is no memory", first, last, hole);
	finding_fix(report, f, "let a `ram` hold it, with "
		    "`reserve: { at: 0xa0000, size: 384K }` in that ram");
}
