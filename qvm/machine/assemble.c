/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assembly: from the plan to live fds, mappings and tables. A table of steps;
 * the first that fails ends it, and machine_fini takes down whatever is there.
 * Must never run a plug-in's code before its description has been compared.
 */
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <errno.h>
#include <unistd.h>

#include "conf/util/claim.h"
#include "conf/util/log.h"
#include "qvm/arch.h"
#include "qvm/host/budget.h"
#include "qvm/host/thread.h"
#include "qvm/image/image.h"
#include "qvm/machine/machine.h"

static int open_host(struct machine *m)
{
	int err = kvm_open(&m->vm.kvm);

	if (err == 0)
		err = loop_init(&m->loop);
	if (err != 0)
		return err;
	m->stop.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return m->stop.fd < 0 ? host_fail(errno, "can't have an eventfd") : 0;
}

static void *create_vm_thread(void *arg)
{
	struct machine *m = arg;

	m->create_error = kvm_create_vm(&m->vm.kvm);
	return NULL;
}

/* KVM_CREATE_VM waits for a grace period of the kernel, longer than all the
 * rest of a small start takes: the rest is done meanwhile. */
static int begin_vm(struct machine *m)
{
	int err = host_thread_start(&m->creator, "create-vm", create_vm_thread,
				    m);

	m->has_creator = err == 0;
	return err;
}

static void join_creator(struct machine *m)
{
	if (m->has_creator)
		pthread_join(m->creator, NULL);
	m->has_creator = false;
}

static int finish_vm(struct machine *m)
{
	int err;

	join_creator(m);
	err = m->create_error;
	if (err == 0)
		err = arch_vm_init(&m->vm);
	for (uint32_t i = 0; i < m->vm.n_slot && err == 0; i++) {
		const struct vm_slot *slot = &m->vm.slot[i];

		err = kvm_set_slot(&m->vm.kvm, i, slot->range->range.at,
				   slot->range->range.len, slot->ram.base,
				   slot->range->kind == PLAN_ROM);
	}
	return err;
}

static int map_slot(struct machine *m, const struct plan_range *r)
{
	const struct conf_memory *conf = &m->vm.plan->conf->memory.item[r->index];
	bool rom = r->kind == PLAN_ROM;
	struct vm_slot *slot = &m->vm.slot[m->vm.n_slot];
	int err = host_ram_map(&slot->ram, r->range.at, r->range.len,
			       rom ? CONF_PAGES_4K :
				     (enum conf_pages)conf->ram.pages,
			       !rom && conf->ram.locked);

	if (err != 0)
		return err;
	slot->range = r;
	m->vm.n_slot++;
	return 0;
}

/* Ordinary pages that the file asks for; the others are set aside already. */
static uint64_t ordinary_bytes(const struct plan *p)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < p->memory.n; i++) {
		const struct plan_range *r = &p->memory.item[i];

		if (r->kind == PLAN_ROM ||
		    (r->kind == PLAN_RAM &&
		     p->conf->memory.item[r->index].ram.pages ==
			     CONF_PAGES_4K))
			bytes += r->range.len;
	}
	return bytes;
}

static int map_memory(struct machine *m)
{
	const struct plan_space *space = &m->vm.plan->memory;
	int err = host_budget_check(ordinary_bytes(m->vm.plan));

	for (size_t i = 0; i < space->n && err == 0; i++)
		if (space->item[i].kind == PLAN_RAM ||
		    space->item[i].kind == PLAN_ROM)
			err = map_slot(m, &space->item[i]);
	return err;
}

static void *target(void *owner, struct range r)
{
	void *bytes = vm_memory(owner, r);

	CLAIM(bytes != NULL); /* the plan has checked every piece */
	return bytes;
}

static int place_images(struct machine *m)
{
	struct conf_report report;

	report_init(&report, m->vm.plan->arena);
	report.path = m->vm.plan->conf->path;
	images_place(m->vm.plan, target, &m->vm, &report);
	images_close(m->vm.plan);
	report_print(&report, stderr, REPORT_TEXT);
	return report.n > 0 ? -EINVAL : 0;
}

/* One object per description, however many devices use it. */
static struct plugin *find_plugin(struct machine *m, const char *path)
{
	for (size_t i = 0; i < m->n_plugin; i++)
		if (strcmp(m->plugin[i].path, path) == 0)
			return &m->plugin[i];
	return NULL;
}

static int load_plugins(struct machine *m)
{
	struct plan *p = m->vm.plan;

	m->plugin = arena_array(p->arena, p->n_device, sizeof(*m->plugin));
	for (size_t i = 0; i < p->n_device; i++) {
		const struct conf_vdev *vdev = p->device[i].vdev;
		struct plugin *plugin;
		int err;

		if (find_plugin(m, vdev->object) != NULL)
			continue;
		plugin = &m->plugin[m->n_plugin];
		err = plugin_load(plugin, vdev->object, vdev->sha256);
		if (err != 0)
			return err;
		m->n_plugin++;
		err = plugin_compare(plugin, vdev->text, vdev->text_len,
				     vdev->path);
		if (err != 0)
			return err;
	}
	return 0;
}

static int make_instances(struct machine *m)
{
	struct plan *p = m->vm.plan;
	int err = 0;

	/* Until the loop runs, this thread enters the vdevs in its place. */
	vm_thread_begin(&m->vm, vm_loop_thread(&m->vm));
	m->instance = arena_array(p->arena, p->n_device, sizeof(*m->instance));
	for (uint32_t i = 0; i < p->n_device && err == 0; i++) {
		const struct plan_device *d = &p->device[i];

		snprintf(m->vm.block->vdev[i], BLOCK_NAME_MAX, "%s", d->conf->name);
		m->n_instance = i + 1;
		err = instance_init(&m->instance[i], &m->vm, d,
				    find_plugin(m, d->vdev->object)->vdev, i);
	}
	return err;
}

static int make_vcpus(struct machine *m)
{
	const struct conf *conf = m->vm.plan->conf;
	int err = 0;

	m->vcpu = arena_array(m->vm.plan->arena, conf->cpus.n, sizeof(*m->vcpu));
	m->vm.n_vcpu = (uint32_t)conf->cpus.n;
	for (uint32_t i = 0; i < m->vm.n_vcpu && err == 0; i++)
		err = vcpu_init(&m->vcpu[i], &m->vm, i);
	return err;
}

static enum bus_answer answer_absent(const struct bus_row *row,
				     struct bus_access *a)
{
	a->value = row->detail == CONF_GIVES_ONES ? UINT64_MAX : 0;
	return BUS_DONE;
}

static int add_absent(struct machine *m)
{
	const struct conf *conf = m->vm.plan->conf;
	int err = 0;

	for (size_t i = 0; i < conf->absent.n && err == 0; i++) {
		const struct conf_absent *absent = &conf->absent.item[i];
		const struct bus_row row = {
			.range = { absent->at, absent->size },
			.name = "absent",
			.answer = answer_absent,
			.detail = absent->gives,
			.space = absent->kind == CONF_ABSENT_IO ? BUS_PORT :
								  BUS_MEMORY,
		};

		if (absent->kind != CONF_ABSENT_MSR)
			err = bus_add(&m->vm.bus, &row);
	}
	return err;
}

static int build_bus(struct machine *m)
{
	int err;

	bus_init(&m->vm.bus);
	err = arch_bus_add(&m->vm);
	if (err == 0)
		err = add_absent(m);
	for (size_t i = 0; i < m->n_instance && err == 0; i++)
		err = instance_attach(&m->instance[i], &m->loop);
	if (err == 0)
		bus_freeze(&m->vm.bus);
	return err;
}

/*
 * Cheap refusals first: a plug-in that does not load is found before hundreds
 * of megabytes are cleared.
 */
static const struct step {
	int (*take)(struct machine *m);
	enum end_reason failure;
} steps[] = {
	{ open_host, END_CANNOT },
	{ begin_vm, END_CANNOT },
	{ load_plugins, END_CONFIGURATION },
	{ map_memory, END_CANNOT },
	{ place_images, END_CONFIGURATION },
	{ finish_vm, END_CANNOT },
	{ make_vcpus, END_CANNOT },
	{ make_instances, END_CANNOT },
	{ build_bus, END_CANNOT },
};

int machine_assemble(struct machine *m)
{
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (steps[i].take(m) != 0)
			return (int)steps[i].failure;
	return 0;
}

void machine_fini(struct machine *m)
{
	join_creator(m);
	if (m->n_instance > 0)
		vm_thread_begin(&m->vm, vm_loop_thread(&m->vm));
	for (size_t i = 0; i < m->n_instance; i++)
		instance_fini(&m->instance[i]);
	for (size_t i = 0; i < m->vm.n_vcpu; i++)
		if (m->vcpu[i].vm != NULL)
			vcpu_fini(&m->vcpu[i]);
	kvm_close(&m->vm.kvm);
	while (m->vm.n_slot > 0)
		host_ram_unmap(&m->vm.slot[--m->vm.n_slot].ram);
	for (size_t i = 0; i < m->n_plugin; i++)
		plugin_unload(&m->plugin[i]);
	images_close(m->vm.plan);
	if (m->stop.fd > 0)
		close(m->stop.fd);
	loop_fini(&m->loop);
}
