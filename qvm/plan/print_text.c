/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan as a page. What a reader compares with a data sheet comes first:
 * addresses, then who is there, then what the guest may do.
 */
#include <inttypes.h>

#include "qvm/plan/print.h"

static const struct {
	const char *name;
	const char *rights;
} kinds[PLAN_KINDS] = {
	[PLAN_RAM] = { "ram", "rwx" },
	[PLAN_ROM] = { "rom", "r-x" },
	[PLAN_RESERVE] = { "reserve", "as below it" },
	[PLAN_WINDOW] = { "window", "trapped" },
	[PLAN_TABLES] = { "tables", "trapped" },
	[PLAN_ABSENT] = { "absent", "trapped" },
	[PLAN_CHIP] = { "chip", "in the kernel" },
	[PLAN_KVM] = { "kvm", "none" },
};

static const char *const page_names[] = {
	[CONF_PAGES_4K] = "4K", [CONF_PAGES_2M] = "2M", [CONF_PAGES_1G] = "1G"
};

const char *plan_kind_name(enum plan_kind kind)
{
	return kinds[kind].name;
}

const char *plan_kind_rights(enum plan_kind kind)
{
	return kinds[kind].rights;
}

static void print_space(const struct plan *p, const struct plan_space *space,
			int digits, FILE *out)
{
	for (size_t i = 0; i < space->n; i++) {
		const struct plan_range *r = &space->item[i];

		fprintf(out, "  0x%0*" PRIx64 "..0x%0*" PRIx64 "  %-8s %-13s %s",
			digits, r->range.at, digits, range_last(r->range),
			kinds[r->kind].name, kinds[r->kind].rights, r->name);
		if (r->kind == PLAN_RAM)
			fprintf(out, ", pages %s%s",
				page_names[p->conf->memory.item[r->index]
						   .ram.pages],
				p->conf->memory.item[r->index].ram.locked ?
					", locked" : "");
		fputc('\n', out);
	}
}

static void print_lines(const struct plan *p, FILE *out)
{
	fputs("interrupt lines\n", out);
	for (size_t i = 0; i < p->n_line; i++)
		fprintf(out, "  %3u  %-5s %-9s %s\n", p->line[i].line,
			p->line[i].level ? "level" : "edge",
			p->line[i].shared ? "shared" : "exclusive",
			p->line[i].name);
}

static void print_pieces(const struct plan *p, FILE *out)
{
	fputs("images and tables in memory\n", out);
	if (!p->images_known)
		fputs("  (images were not opened)\n", out);
	for (size_t i = 0; i < p->n_piece; i++) {
		const struct plan_piece *piece = &p->piece[i];

		fprintf(out, "  0x%012" PRIx64 "..0x%012" PRIx64 "  %s",
			piece->at.at, range_last(piece->at), piece->name);
		if (piece->image != PLAN_NO_IMAGE)
			fprintf(out, ", from %s at %" PRIu64,
				p->image[piece->image].conf->file,
				piece->file_offset);
		fputc('\n', out);
	}
}

static void print_e820(const struct plan *p, FILE *out)
{
	static const char *const types[] = {
		[PLAN_E820_RAM] = "usable",
		[PLAN_E820_RESERVED] = "reserved",
		[PLAN_E820_ACPI] = "ACPI data",
	};

	fputs("memory map that the guest is told\n", out);
	for (size_t i = 0; i < p->n_e820; i++)
		fprintf(out, "  0x%012" PRIx64 "..0x%012" PRIx64 "  %s\n",
			p->e820[i].range.at, range_last(p->e820[i].range),
			types[p->e820[i].type]);
}

static void print_thread(const char *name, const struct conf_thread *t,
			 FILE *out)
{
	static const char *const policies[] = { [CONF_POLICY_OTHER] = "other",
						[CONF_POLICY_FIFO] = "fifo",
						[CONF_POLICY_RR] = "rr" };

	fprintf(out, "  %-8s %-5s %2" PRIu64 "  host cpus:", name,
		policies[t->sched.policy], t->sched.priority);
	if (t->affinity.n == 0)
		fputs(" any", out);
	for (size_t i = 0; i < t->affinity.n; i++)
		fprintf(out, " %" PRIu64, t->affinity.item[i]);
	fputc('\n', out);
}

static void print_threads(const struct plan *p, FILE *out)
{
	fputs("threads\n", out);
	print_thread("guard", &p->conf->threads.guard, out);
	print_thread("loop", &p->conf->threads.loop, out);
	for (size_t i = 0; i < p->conf->cpus.n; i++) {
		char name[32];

		snprintf(name, sizeof(name), "vcpu%zu", i);
		print_thread(name, &p->conf->cpus.item[i], out);
	}
}

void plan_print_text(const struct plan *p, FILE *out)
{
	fprintf(out, "system %s\n", p->conf->system);
	fputs("guest-physical memory; nothing answers where nothing is listed\n",
	      out);
	print_space(p, &p->memory, 12, out);
	fputs("ports\n", out);
	print_space(p, &p->port, 4, out);
	print_lines(p, out);
	if (p->n_msr > 0)
		fputs("absent MSRs\n", out);
	for (size_t i = 0; i < p->n_msr; i++)
		fprintf(out, "  0x%08x  %s\n", p->msr[i].index,
			p->msr[i].gives_zero ? "zero" : "fault");
	print_pieces(p, out);
	print_e820(p, out);
	fprintf(out, "first instruction\n  0x%012" PRIx64 "\n", p->entry.rip);
	print_threads(p, out);
}
