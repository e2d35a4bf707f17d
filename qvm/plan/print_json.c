/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan as one JSON object, for programs: all numbers are decimal. What is
 * here is a promise to its readers: members are added, never renamed.
 */
#include "conf/util/json.h"
#include "qvm/plan/print.h"

static void json_range(struct json *j, struct range r)
{
	json_number(j, "at", r.at);
	json_number(j, "size", r.len);
}

static void json_space(struct json *j, const char *key, const struct plan *p,
		       const struct plan_space *space)
{
	json_array(j, key);
	for (size_t i = 0; i < space->n; i++) {
		const struct plan_range *r = &space->item[i];

		json_object(j, NULL);
		json_range(j, r->range);
		json_text(j, "kind", plan_kind_name(r->kind));
		json_text(j, "rights", plan_kind_rights(r->kind));
		json_text(j, "name", r->name);
		if (r->node != NULL)
			json_number(j, "line", node_place(r->node).line);
		if (r->kind == PLAN_RAM)
			json_number(j, "page-size",
				    UINT64_C(4096)
					    << 9 * p->conf->memory.item[r->index]
							   .ram.pages);
		json_end(j);
	}
	json_end(j);
}

static void json_lines(struct json *j, const struct plan *p)
{
	json_array(j, "interrupts");
	for (size_t i = 0; i < p->n_line; i++) {
		json_object(j, NULL);
		json_number(j, "line", p->line[i].line);
		json_text(j, "trigger", p->line[i].level ? "level" : "edge");
		json_bool(j, "shared", p->line[i].shared);
		json_text(j, "source", p->line[i].name);
		json_end(j);
	}
	json_end(j);
}

static void json_pieces(struct json *j, const struct plan *p)
{
	json_array(j, "pieces");
	for (size_t i = 0; i < p->n_piece; i++) {
		const struct plan_piece *piece = &p->piece[i];

		json_object(j, NULL);
		json_range(j, piece->at);
		json_text(j, "name", piece->name);
		if (piece->image != PLAN_NO_IMAGE) {
			json_text(j, "file", p->image[piece->image].conf->file);
			json_number(j, "file-offset", piece->file_offset);
		}
		json_end(j);
	}
	json_end(j);
}

static void json_e820(struct json *j, const struct plan *p)
{
	json_array(j, "e820");
	for (size_t i = 0; i < p->n_e820; i++) {
		json_object(j, NULL);
		json_range(j, p->e820[i].range);
		json_number(j, "type", (uint64_t)p->e820[i].type);
		json_end(j);
	}
	json_end(j);
}

static void json_thread(struct json *j, const char *name,
			const struct conf_thread *t)
{
	static const char *const policies[] = { [CONF_POLICY_OTHER] = "other",
						[CONF_POLICY_FIFO] = "fifo",
						[CONF_POLICY_RR] = "rr" };

	json_object(j, NULL);
	json_text(j, "name", name);
	json_text(j, "policy", policies[t->sched.policy]);
	json_number(j, "priority", t->sched.priority);
	json_array(j, "affinity");
	for (size_t i = 0; i < t->affinity.n; i++)
		json_number(j, NULL, t->affinity.item[i]);
	json_end(j);
	json_end(j);
}

static void json_threads(struct json *j, const struct plan *p)
{
	json_array(j, "threads");
	json_thread(j, "guard", &p->conf->threads.guard);
	json_thread(j, "loop", &p->conf->threads.loop);
	for (size_t i = 0; i < p->conf->cpus.n; i++) {
		char name[32];

		snprintf(name, sizeof(name), "vcpu%zu", i);
		json_thread(j, name, &p->conf->cpus.item[i]);
	}
	json_end(j);
}

static void json_msrs(struct json *j, const struct plan *p)
{
	json_array(j, "absent-msrs");
	for (size_t i = 0; i < p->n_msr; i++) {
		json_object(j, NULL);
		json_number(j, "msr", p->msr[i].index);
		json_text(j, "gives", p->msr[i].gives_zero ? "zero" : "fault");
		json_end(j);
	}
	json_end(j);
}

static void json_budgets(struct json *j, const struct conf_limits *l)
{
	json_object(j, "limits-ns");
	json_number(j, "start", l->start);
	json_number(j, "shutdown", l->shutdown);
	json_number(j, "probe", l->probe);
	json_number(j, "answer", l->answer);
	json_number(j, "vdev-call", l->vdev_call);
	json_number(j, "stop", l->stop);
	json_number(j, "safe-outputs", l->safe_outputs);
	json_number(j, "end", l->end);
	json_end(j);
}

void plan_print_json(const struct plan *p, FILE *out)
{
	struct json j;

	json_init(&j, out, JSON_PRETTY);
	json_object(&j, NULL);
	json_number(&j, "qvm-plan", 1);
	json_text(&j, "system", p->conf->system);
	json_space(&j, "memory", p, &p->memory);
	json_space(&j, "ports", p, &p->port);
	json_lines(&j, p);
	json_msrs(&j, p);
	json_pieces(&j, p);
	json_e820(&j, p);
	json_number(&j, "entry", p->entry.rip);
	json_number(&j, "acpi-rsdp", p->acpi_rsdp);
	json_threads(&j, p);
	json_budgets(&j, &p->conf->limits);
	json_end(&j);
}
