/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Building a vCPU's CPUID. Must never claim what KVM can't give: a model that
 * the host can't be is an error, not a lie.
 */
#include "qvm/x86_64/cpuid.h"

#include <errno.h>
#include <string.h>

#include "conf/util/log.h"
#include "qvm/vm/vm.h"
#include "qvm/x86_64/cpuid_model.h"

/* Our own leaves: a guest can find out that it runs on qvm. */
enum { QVM_LEAF = 0x40000100, QVM_LEAF_ABI = 0x40000101, QVM_LEAF_ABI_NUMBER = 1 };

#define FEATURE_TSC_DEADLINE (UINT32_C(1) << 24)
#define FEATURE_HYPERVISOR (UINT32_C(1) << 31)
#define FEATURE_HTT (UINT32_C(1) << 28)

static uint32_t *cpuid_register(struct kvm_cpuid_entry2 *e,
				enum cpuid_register reg)
{
	uint32_t *const registers[] = { &e->eax, &e->ebx, &e->ecx, &e->edx };

	return registers[reg];
}

static struct kvm_cpuid_entry2 *find(struct kvm_cpuid2 *c, uint32_t leaf,
				     uint32_t subleaf)
{
	for (uint32_t i = 0; i < c->nent; i++)
		if (c->entries[i].function == leaf &&
		    (c->entries[i].index == subleaf ||
		     (c->entries[i].flags & KVM_CPUID_FLAG_SIGNIFCANT_INDEX) ==
			     0))
			return &c->entries[i];
	return NULL;
}

static int lacks(const struct cpuid_model_row *row, uint32_t missing,
		 unsigned model)
{
	return host_fail(ENOTSUP, "this host can't be an x86-64-v%u: leaf 0x%x "
				  "lacks bits 0x%x", model, row->leaf, missing);
}

/* Cuts the features of one register to a model, 1..4. */
static int cut(struct kvm_cpuid2 *c, const struct cpuid_model_row *row,
	       unsigned model)
{
	struct kvm_cpuid_entry2 *e = find(c, row->leaf, row->subleaf);
	uint32_t needed = 0, *bits;

	for (unsigned level = 0; level < model; level++)
		needed |= row->level[level];
	if (row->leaf == 0xd || (row->leaf == 1 && row->reg == CPUID_ECX))
		needed &= ~(UINT32_C(1) << 27); /* OSXSAVE: the guest's own */
	if (e == NULL)
		return needed != 0 && row->leaf != 0xd ?
			       lacks(row, needed, model) : 0;
	bits = cpuid_register(e, row->reg);
	if (row->leaf != 0xd && (needed & ~*bits) != 0)
		return lacks(row, needed & ~*bits, model);
	*bits &= row->always | needed;
	return 0;
}

static int cut_to_model(struct kvm_cpuid2 *c, uint32_t model)
{
	int err = 0;

	if (model == CONF_CPU_HOST)
		return 0;
	for (uint32_t i = 0; i < cpuid_model_rows && err == 0; i++)
		err = cut(c, &cpuid_model[i], model);
	return err;
}

_Static_assert(CONF_CPU_X86_64_V1 == 1 && CONF_CPU_X86_64_V4 == 4,
	       "a model is its level");

/* Bits of an APIC id that number the processors of one package. */
static uint32_t id_bits(uint32_t vcpus)
{
	uint32_t bits = 0;

	while (UINT32_C(1) << bits < vcpus)
		bits++;
	return bits;
}

/* One package, one thread a core: leaves 0xb and 0x1f. [SDM 3A 9.9] */
static void set_topology(struct kvm_cpuid_entry2 *e, uint32_t id, uint32_t vcpus)
{
	enum { LEVEL_THREAD = 1, LEVEL_CORE = 2 };

	e->eax = e->index == 1 ? id_bits(vcpus) : 0;
	e->ebx = e->index == 0 ? 1 : e->index == 1 ? vcpus : 0;
	e->ecx = e->index | (e->index == 0 ? LEVEL_THREAD << 8 :
			     e->index == 1 ? LEVEL_CORE << 8 : 0);
	e->edx = id;
}

static void set_identity(struct kvm_cpuid_entry2 *e, uint32_t id,
			 uint32_t vcpus, bool tsc_deadline)
{
	switch (e->function) {
	case 0x1:
		e->ebx = (e->ebx & 0x0000ffff) | vcpus << 16 | id << 24;
		e->ecx |= FEATURE_HYPERVISOR; /* look at leaf 0x40000000 */
		e->edx &= ~FEATURE_HTT;
		if (vcpus > 1)
			e->edx |= FEATURE_HTT;
		if (tsc_deadline)
			e->ecx |= FEATURE_TSC_DEADLINE;
		break;
	case 0x4: /* caches: shared by one core, of `vcpus` in the package */
		e->eax = (e->eax & 0x00003fff) | (vcpus - 1) << 26;
		break;
	case 0xb:
	case 0x1f:
		set_topology(e, id, vcpus);
		break;
	case 0x80000008: /* APM: cores less one, size of the id */
		e->ecx = id_bits(vcpus) << 12 | (vcpus - 1);
		break;
	case 0x8000001e:
		e->eax = id;
		e->ebx = id; /* one thread a core */
		e->ecx = 0;
		break;
	default:
		break;
	}
}

/* KVM lists the first level of a topology leaf and leaves the rest to us. */
static void add_core_level(struct kvm_cpuid2 *c, uint32_t leaf)
{
	if (find(c, leaf, 0) == NULL || find(c, leaf, 1) != NULL ||
	    c->nent == CPUID_ENTRIES_MAX - 2)
		return;
	c->entries[c->nent++] = (struct kvm_cpuid_entry2){
		.function = leaf,
		.index = 1,
		.flags = KVM_CPUID_FLAG_SIGNIFCANT_INDEX,
	};
}

static void add_own_leaves(struct kvm_cpuid2 *c)
{
	struct kvm_cpuid_entry2 *e = &c->entries[c->nent];

	if (c->nent + 2 > CPUID_ENTRIES_MAX)
		return; /* a courtesy to the guest, no promise */
	e[0] = (struct kvm_cpuid_entry2){ .function = QVM_LEAF,
					  .eax = QVM_LEAF_ABI };
	memcpy(&e[0].ebx, "QVMQVMQVM\0\0", 12);
	e[1] = (struct kvm_cpuid_entry2){ .function = QVM_LEAF_ABI,
					  .eax = QVM_LEAF_ABI_NUMBER };
	c->nent += 2;
}

int cpuid_set(struct vcpu *v)
{
	_Alignas(struct kvm_cpuid2) unsigned char
		room[sizeof(struct kvm_cpuid2) +
		     CPUID_ENTRIES_MAX * sizeof(struct kvm_cpuid_entry2)];
	struct kvm_cpuid2 *c = memset(room, 0, sizeof(room));
	struct vm *vm = v->vm;
	bool tsc_deadline = kvm_has(&vm->kvm, KVM_CAP_TSC_DEADLINE_TIMER) != 0;
	int err;

	c->nent = CPUID_ENTRIES_MAX - 4; /* room for our own */
	err = kvm_supported_cpuid(&vm->kvm, c);
	if (err == 0)
		err = cut_to_model(c, vm->plan->conf->cpuid.model);
	if (err != 0)
		return err;
	add_core_level(c, 0xb);
	add_core_level(c, 0x1f);
	for (uint32_t i = 0; i < c->nent; i++)
		set_identity(&c->entries[i], v->id, vm->n_vcpu, tsc_deadline);
	add_own_leaves(c);
	return kvm_set_cpuid(&v->kvm, c);
}
