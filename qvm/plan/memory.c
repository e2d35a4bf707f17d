/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `memory:` and `absent:` into the plan, and the images that lie in memory.
 * Must never place what the file did not place.
 */
#include "conf/util/claim.h"
#include "qvm/plan/parts.h"

static struct range memory_range(const struct conf_memory *m)
{
	switch ((enum conf_memory_kind)m->kind) {
	case CONF_MEMORY_RAM:
		return (struct range){ m->ram.at, m->ram.size };
	case CONF_MEMORY_RESERVE:
		return (struct range){ m->reserve.at, m->reserve.size };
	case CONF_MEMORY_ROM:
		return (struct range){ m->rom.at, m->rom.size };
	case CONF_MEMORY_LOAD:
		return (struct range){ m->load.at, 1 };
	}
	CANNOT_REACH();
}

static const struct {
	const char *name;
	enum plan_kind kind;
} memory_kinds[] = {
	[CONF_MEMORY_RAM] = { "ram", PLAN_RAM },
	[CONF_MEMORY_RESERVE] = { "reserve", PLAN_RESERVE },
	[CONF_MEMORY_ROM] = { "rom", PLAN_ROM },
};

/* Refuses a span that the address space does not hold. */
static bool fits(struct range r, uint32_t bits, const struct conf_node *node,
		 const char *name, struct conf_report *report)
{
	uint64_t top = (UINT64_C(1) << bits) - 1;

	if (range_ok(r) && range_last(r) <= top)
		return true;
	report_find(report, node_place(node), "address-width",
		    "%s at 0x%llx with 0x%llx bytes does not end below 0x%llx",
		    name, (unsigned long long)r.at, (unsigned long long)r.len,
		    (unsigned long long)top);
	return false;
}

void plan_memory(struct plan *p, struct conf_report *report)
{
	for (size_t i = 0; i < p->conf->memory.n; i++) {
		const struct conf_memory *m = &p->conf->memory.item[i];
		struct range r = memory_range(m);

		if (m->kind == CONF_MEMORY_LOAD)
			continue;
		if (!fits(r, p->address_bits, m->node,
			  memory_kinds[m->kind].name, report))
			continue;
		plan_add_range(p, &p->memory,
			       (struct plan_range){
				       .range = r,
				       .kind = memory_kinds[m->kind].kind,
				       .name = memory_kinds[m->kind].name,
				       .node = m->node,
				       .index = (uint32_t)i },
			       report);
	}
}

static void absent_msr(struct plan *p, size_t i, struct conf_report *report)
{
	const struct conf_absent *a = &p->conf->absent.item[i];

	if (p->n_msr == ARRAY_LEN(p->msr)) {
		report_find(report, node_place(a->node), "too-many",
			    "more than %zu absent MSRs", ARRAY_LEN(p->msr));
		return;
	}
	p->msr[p->n_msr++] = (struct plan_msr){
		.index = (uint32_t)a->at,
		.gives_zero = a->gives == CONF_GIVES_ZERO,
		.absent = (uint32_t)i,
	};
}

void plan_absent(struct plan *p, struct conf_report *report)
{
	for (size_t i = 0; i < p->conf->absent.n; i++) {
		const struct conf_absent *a = &p->conf->absent.item[i];
		bool io = a->kind == CONF_ABSENT_IO;
		struct range r = { a->at, a->size };

		if (a->kind == CONF_ABSENT_MSR) {
			absent_msr(p, i, report);
			continue;
		}
		if (!fits(r, io ? 16 : p->address_bits, a->node,
			  "an absent range", report))
			continue;
		plan_add_range(p, io ? &p->port : &p->memory,
			       (struct plan_range){ .range = r,
						    .kind = PLAN_ABSENT,
						    .name = "absent",
						    .node = a->node,
						    .index = (uint32_t)i },
			       report);
	}
}

void plan_images(struct plan *p, const struct conf *conf)
{
	const struct conf_boot_linux *linux_ = &conf->boot.linux_;

	p->conf = conf;
	p->arena = conf->arena;
	p->address_bits = 46;
	p->image[p->n_image++] = (struct plan_image){
		.conf = &linux_->kernel, .what = "kernel", .fd = -1
	};
	if (linux_->initrd.node != NULL)
		p->image[p->n_image++] = (struct plan_image){
			.conf = &linux_->initrd, .what = "initrd", .fd = -1
		};
	for (size_t i = 0; i < conf->memory.n; i++) {
		const struct conf_memory *m = &conf->memory.item[i];
		bool rom = m->kind == CONF_MEMORY_ROM;

		if (!rom && m->kind != CONF_MEMORY_LOAD)
			continue;
		if (p->n_image == ARRAY_LEN(p->image))
			return; /* told by plan_place_images */
		p->image[p->n_image++] = (struct plan_image){
			.conf = rom ? &m->rom.image : &m->load.image,
			.what = rom ? "rom" : "load",
			.fd = -1,
			.memory = (uint32_t)i
		};
	}
}

static bool rom_fits(const struct plan_image *image,
		     const struct conf_rom *rom, struct conf_report *report)
{
	if (image->size <= rom->size)
		return true;
	finding_fix(report,
		    report_find(report, node_place(image->conf->node),
				"image-fits",
				"image %s has %llu bytes, the rom at 0x%llx "
				"has %llu",
				image->conf->file,
				(unsigned long long)image->size,
				(unsigned long long)rom->at,
				(unsigned long long)rom->size),
		    "a rom of at least %llu bytes holds it",
		    (unsigned long long)align_up(image->size, 4096));
	return false;
}

static void place(struct plan *p, uint32_t i, struct conf_report *report)
{
	const struct plan_image *image = &p->image[i];
	const struct conf_memory *m = &p->conf->memory.item[image->memory];
	bool rom = m->kind == CONF_MEMORY_ROM;
	struct range r = { rom ? m->rom.at : m->load.at, image->size };

	if (rom && !rom_fits(image, &m->rom, report))
		return;
	if (!rom && plan_holding(&p->memory, r,
				 1u << PLAN_RAM | 1u << PLAN_ROM) == NULL) {
		report_find(report, node_place(m->load.node), "load-inside",
			    "load 0x%llx..0x%llx (%s) does not lie inside one "
			    "ram or rom",
			    (unsigned long long)r.at,
			    (unsigned long long)range_last(r),
			    image->conf->file);
		return;
	}
	plan_add_file(p, image->what, r.at, i, 0, r.len, report);
}

void plan_place_images(struct plan *p, struct conf_report *report)
{
	if (p->n_image == ARRAY_LEN(p->image))
		report_find(report, node_place(p->conf->node), "too-many",
			    "a guest may have at most %zu images",
			    ARRAY_LEN(p->image) - 1);
	for (uint32_t i = 0; i < p->n_image; i++) {
		bool in_memory = p->image[i].what[0] == 'r' ||
				 p->image[i].what[0] == 'l';

		if (p->images_known && in_memory)
			place(p, i, report);
	}
}
