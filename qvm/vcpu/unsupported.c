/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the guest gets for what its file does not define: one function for
 * each class, the file's word decides. `abort` names the row of the file that
 * would allow it.
 */
#include "qvm/arch.h"

static const char *const space_key[] = { [BUS_PORT] = "io",
					 [BUS_MEMORY] = "mmio" };

static void let_pass(struct vcpu *v, enum vcpu_unsupported kind)
{
	vcpu_count(&v->let_pass[kind]);
}

static enum vcpu_next reference_aborts(struct vcpu *v,
				       const struct bus_access *a)
{
	vm_end(v->vm, END_REFERENCE,
		    "vcpu%u: %u-byte %s at %s 0x%llx%s0x%llx, which the file "
		    "does not define; allowed by `absent: [ { %s: 0x%llx, "
		    "size: %u, gives: ones } ]`",
		    v->id, a->width, a->is_write ? "write" : "read",
		    a->space == BUS_PORT ? "port" : "address",
		    (unsigned long long)a->address,
		    a->is_write ? ", value " : ", last value ",
		    (unsigned long long)a->value, space_key[a->space],
		    (unsigned long long)a->address, a->width);
	return VCPU_LEAVE;
}

enum vcpu_next unsupported_reference(struct vcpu *v, struct bus_access *a)
{
	const struct conf *conf = v->vm->plan->conf;

	if (conf->unsupported.reference == CONF_DO_ABORT)
		return reference_aborts(v, a);
	let_pass(v, VCPU_UNSUPPORTED_REFERENCE);
	if (!a->is_write)
		a->value = UINT64_MAX;
	if (conf->unsupported.reference == CONF_DO_FAIL)
		return arch_reference_fails(v, a);
	return VCPU_RESUME;
}

enum vcpu_next unsupported_refused(struct vcpu *v, struct bus_access *a)
{
	const struct bus_row *row = &v->vm->bus.row[a->row];

	if (row->refused == CONF_DO_ABORT) {
		vm_end(v->vm, END_REFUSED,
			    "vcpu%u: %s refuses a %u-byte %s at offset 0x%llx; "
			    "let pass by `refused: ignore` on the device",
			    v->id, row->name, a->width,
			    a->is_write ? "write" : "read",
			    (unsigned long long)(a->address - row->range.at));
		return VCPU_LEAVE;
	}
	let_pass(v, VCPU_UNSUPPORTED_REFUSED);
	if (!a->is_write)
		a->value = UINT64_MAX;
	return VCPU_RESUME;
}

enum vcpu_next unsupported_instruction(struct vcpu *v)
{
	if (v->vm->plan->conf->unsupported.instruction == CONF_DO_FAIL) {
		let_pass(v, VCPU_UNSUPPORTED_INSTRUCTION);
		return arch_instruction_fails(v);
	}
	vm_end(v->vm, END_INSTRUCTION,
		    "vcpu%u: an instruction that KVM can't emulate; the guest "
		    "gets an error instead with `unsupported: { instruction: "
		    "fail }`",
		    v->id);
	return VCPU_LEAVE;
}

enum vcpu_next unsupported_register(struct vcpu *v, uint32_t index,
				    bool is_write, uint64_t *value, bool *fault)
{
	uint32_t policy = v->vm->plan->conf->unsupported.register_;

	if (policy == CONF_DO_ABORT) {
		vm_end(v->vm, END_REGISTER,
			    "vcpu%u: %s MSR 0x%x%s0x%llx; allowed by `absent: "
			    "[ { msr: 0x%x, gives: zero } ]`",
			    v->id, is_write ? "write to" : "read of", index,
			    is_write ? ", value " : ", last value ",
			    (unsigned long long)*value, index);
		return VCPU_LEAVE;
	}
	let_pass(v, VCPU_UNSUPPORTED_REGISTER);
	*fault = policy == CONF_DO_FAIL;
	*value = 0;
	return VCPU_RESUME;
}
