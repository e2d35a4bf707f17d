/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The status: what the guest does to its machine, as lines in the log. Must
 * never change what it looks at, nor wait for a vCPU.
 */
#include <inttypes.h>

#include "conf/util/log.h"
#include "qvm/machine/machine.h"
#include "qvm/plug/rows.h"

static uint64_t look(const _Atomic uint64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

static void vcpu_status(const struct vcpu *v)
{
	static const char *const kinds[] = {
		[VCPU_UNSUPPORTED_REFERENCE] = "reference",
		[VCPU_UNSUPPORTED_INSTRUCTION] = "instruction",
		[VCPU_UNSUPPORTED_REGISTER] = "register",
		[VCPU_UNSUPPORTED_REFUSED] = "refused",
	};

	for (uint32_t i = 0; i < VCPU_EXITS_MAX; i++)
		if (look(&v->exits[i]) != 0)
			log_info("status: vcpu%u exits %s %" PRIu64, v->id,
				 exit_name(i), look(&v->exits[i]));
	log_info("status: vcpu%u interrupted %" PRIu64, v->id,
		 look(&v->interrupted));
	for (uint32_t i = 0; i < VCPU_UNSUPPORTED_KINDS; i++)
		if (look(&v->let_pass[i]) != 0)
			log_info("status: vcpu%u unsupported %s %" PRIu64,
				 v->id, kinds[i], look(&v->let_pass[i]));
	for (uint32_t i = 0; i < v->vm->bus.n; i++)
		if (look(&v->hits[i]) != 0)
			log_info("status: vcpu%u window %s 0x%" PRIx64
				 " accesses %" PRIu64,
				 v->id, v->vm->bus.row[i].name,
				 v->vm->bus.row[i].range.at,
				 look(&v->hits[i]));
}

static void instance_status(const struct instance *i)
{
	for (uint32_t c = 0; c < i->plugin->counters.count; c++)
		log_info("status: vdev %s %s %" PRIu64, i->vdev.name,
			 row_counter(i->plugin, c)->name, look(&i->counter[c]));
	for (size_t s = 0; s < i->n_stream; s++)
		log_info("status: vdev %s output-dropped %" PRIu64,
			 i->vdev.name, stream_dropped(&i->stream[s]));
	if (look(&i->log_lost) != 0)
		log_info("status: vdev %s log-lines-dropped %" PRIu64,
			 i->vdev.name, look(&i->log_lost));
}

void machine_status(struct machine *m)
{
	for (size_t i = 0; i < m->vm.n_slot; i++)
		log_info("status: %s 0x%" PRIx64 " size 0x%" PRIx64
			 " huge pages: %s",
			 m->vm.slot[i].range->name, m->vm.slot[i].range->range.at,
			 m->vm.slot[i].range->range.len,
			 m->vm.slot[i].ram.collapsed ? "all" : "as the host gave");
	for (size_t i = 0; i < m->vm.n_vcpu; i++)
		vcpu_status(&m->vcpu[i]);
	for (size_t i = 0; i < m->n_instance; i++)
		instance_status(&m->instance[i]);
}
