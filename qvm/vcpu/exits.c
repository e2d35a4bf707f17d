/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every way out of the guest, and who answers it. A reason without a row is
 * not passed over: qvm does not know what the guest waits for, so the guest
 * can't go on. Must never trust a field that the guest can reach without the
 * bound that KVM gives it.
 */
#include <string.h>

#include "conf/util/claim.h"
#include "qvm/arch.h"

static enum vcpu_next answered(struct vcpu *v, struct bus_access *a,
			       enum bus_answer answer)
{
	vcpu_count(&v->hits[a->row]);
	if (answer == BUS_DONE)
		return VCPU_RESUME; /* first: nearly always */
	switch (answer) {
	case BUS_NOTHING:
		return unsupported_reference(v, a);
	case BUS_REFUSED:
		return unsupported_refused(v, a);
	case BUS_ENDED:
		return VCPU_LEAVE; /* the end has been said */
	case BUS_DONE:
		break;
	}
	CANNOT_REACH();
}

/* `width` bytes at `data`: those of KVM's widths as single moves. */
static uint64_t load(const void *data, uint8_t width)
{
	uint64_t value = 0;

	switch (width) {
	case 1:
		return *(const uint8_t *)data;
	case 2:
		memcpy(&value, data, 2);
		return value;
	case 4:
		memcpy(&value, data, 4);
		return value;
	default:
		memcpy(&value, data, width);
		return value;
	}
}

static void store(void *data, uint64_t value, uint8_t width)
{
	switch (width) {
	case 1:
		*(uint8_t *)data = (uint8_t)value;
		return;
	case 2:
		memcpy(data, &value, 2);
		return;
	case 4:
		memcpy(data, &value, 4);
		return;
	default:
		memcpy(data, &value, width);
		return;
	}
}

/*
 * One access, with its data where KVM keeps it. The answer may be a machine
 * check, and then further accesses of the same instruction have used
 * `v->access` and KVM has taken the data: what is stored here goes nowhere.
 */
static enum vcpu_next access_guest(struct vcpu *v, void *data)
{
	struct bus_access *a = &v->access;
	enum vcpu_next next;

	if (a->is_write)
		a->value = load(data, a->width);
	next = answered(v, a, bus_access(&v->vm->bus, a));
	if (!a->is_write)
		store(data, a->value, a->width);
	return next;
}

/* A string instruction of count n is n accesses. */
static enum vcpu_next exit_io(struct vcpu *v)
{
	struct kvm_run *run = v->kvm.run;
	char *data = (char *)run + run->io.data_offset;
	enum vcpu_next next = VCPU_RESUME;

	v->access.space = BUS_PORT;
	v->access.address = run->io.port;
	v->access.width = run->io.size;
	v->access.is_write = run->io.direction == KVM_EXIT_IO_OUT;
	for (uint32_t i = 0; i < run->io.count && next == VCPU_RESUME; i++) {
		next = access_guest(v, data);
		data += run->io.size;
	}
	return next;
}

static enum vcpu_next exit_mmio(struct vcpu *v)
{
	struct kvm_run *run = v->kvm.run;

	CLAIM(run->mmio.len >= 1 && run->mmio.len <= sizeof(run->mmio.data));
	v->access.space = BUS_MEMORY;
	v->access.address = run->mmio.phys_addr;
	v->access.width = (uint8_t)run->mmio.len;
	v->access.is_write = run->mmio.is_write;
	return access_guest(v, run->mmio.data);
}

static enum vcpu_next exit_interrupted(struct vcpu *v)
{
	vcpu_count(&v->interrupted);
	return VCPU_RESUME;
}

static enum vcpu_next exit_shutdown(struct vcpu *v)
{
	vm_end(v->vm, END_TRIPLE_FAULT,
		    "vcpu%u shut down (triple fault)", v->id);
	return VCPU_LEAVE;
}

static enum vcpu_next exit_fail_entry(struct vcpu *v)
{
	vm_end(v->vm, END_KVM_FAILED,
		    "vcpu%u: the processor refuses to enter the guest, "
		    "hardware reason 0x%llx",
		    v->id,
		    (unsigned long long)v->kvm.run->fail_entry
			    .hardware_entry_failure_reason);
	return VCPU_LEAVE;
}

/*
 * KVM could not go on by itself. Where an instruction is at fault, the file
 * says what follows. A fetch from a hole ends here too, and is a reference.
 */
static enum vcpu_next exit_internal_error(struct vcpu *v)
{
	struct bus_access fetch = { .space = BUS_MEMORY, .width = 1,
				    .vcpu = v->id };

	if (v->kvm.run->internal.suberror != KVM_INTERNAL_ERROR_EMULATION) {
		vm_end(v->vm, END_KVM_INTERNAL,
			    "vcpu%u: KVM internal error %u", v->id,
			    v->kvm.run->internal.suberror);
		return VCPU_LEAVE;
	}
	if (!arch_fetch_missed(v, &fetch.address))
		return unsupported_instruction(v);
	vm_end(v->vm, END_REFERENCE,
		    "vcpu%u: instruction fetch from 0x%llx, where there is no "
		    "memory",
		    v->id, (unsigned long long)fetch.address);
	return VCPU_LEAVE;
}

static const struct exit_row {
	const char *name;
	enum vcpu_next (*answer)(struct vcpu *v);
} exits[] = {
	[KVM_EXIT_IO] = { "port", exit_io },
	[KVM_EXIT_MMIO] = { "mmio", exit_mmio },
	[KVM_EXIT_INTR] = { "interrupted", exit_interrupted },
	[KVM_EXIT_SHUTDOWN] = { "shutdown", exit_shutdown },
	[KVM_EXIT_FAIL_ENTRY] = { "fail-entry", exit_fail_entry },
	[KVM_EXIT_INTERNAL_ERROR] = { "internal-error", exit_internal_error },
	[KVM_EXIT_X86_RDMSR] = { "msr-read", arch_exit_register_read },
	[KVM_EXIT_X86_WRMSR] = { "msr-write", arch_exit_register_write },
};

_Static_assert(ARRAY_LEN(exits) <= VCPU_EXITS_MAX, "each reason has a counter");

const char *exit_name(uint32_t reason)
{
	return reason < ARRAY_LEN(exits) ? exits[reason].name : NULL;
}

enum vcpu_next exit_answer(struct vcpu *v)
{
	uint32_t reason = v->kvm.run->exit_reason;

	if (reason >= ARRAY_LEN(exits) || exits[reason].answer == NULL) {
		vm_end(v->vm, END_EXIT_UNKNOWN,
			    "vcpu%u: KVM exit reason %u has no answer", v->id,
			    reason);
		return VCPU_LEAVE;
	}
	vcpu_count(&v->exits[reason]);
	return exits[reason].answer(v);
}
