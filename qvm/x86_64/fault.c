/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The errors that an x86 processor has for what does not exist: a machine
 * check for a reference, #UD for an instruction. Must never lose the access
 * that is under way: KVM has to complete it before an error is added.
 */
#include <errno.h>
#include <string.h>

#include "qvm/arch.h"

enum { VECTOR_UD = 6 };

/* Machine-check bank 0: an uncorrected error with an address. [SDM 3B 16] */
enum {
	MCI_STATUS_BUS_ERROR = 0x0e0f, /* bus or interconnect, generic */
	MCG_STATUS_RIPV = 1 << 0,
	MCG_STATUS_MCIP = 1 << 2,
};

#define MCI_STATUS_VAL (UINT64_C(1) << 63)
#define MCI_STATUS_UC (UINT64_C(1) << 61)
#define MCI_STATUS_EN (UINT64_C(1) << 60)
#define MCI_STATUS_ADDRV (UINT64_C(1) << 58)

static enum vcpu_next host_refuses(struct vcpu *v, const char *what)
{
	vm_end(v->vm, END_KVM_FAILED, "vcpu%u: %s", v->id, what);
	return VCPU_LEAVE;
}

/*
 * Lets KVM finish the instruction at hand without entering the guest: it may
 * have more accesses to make (a string, a wide operand), and they are answered
 * as ever. vcpu_kick sets `leave` and then immediate_exit, for good; here the
 * flag is cleared and then `leave` is looked at, so a kick is never undone.
 */
static enum vcpu_next retire(struct vcpu *v)
{
	unsigned char *immediate = &v->kvm.run->immediate_exit;
	enum vcpu_next next = VCPU_RESUME;
	int err = 0;

	v->retiring = true;
	__atomic_store_n(immediate, 1, __ATOMIC_SEQ_CST);
	while (err == 0 && next == VCPU_RESUME) {
		err = kvm_run(&v->kvm);
		if (err == 0)
			next = exit_answer(v);
	}
	__atomic_store_n(immediate, 0, __ATOMIC_SEQ_CST);
	if (atomic_load(&v->leave))
		__atomic_store_n(immediate, 1, __ATOMIC_SEQ_CST);
	v->retiring = false;
	if (err != 0 && err != -EINTR)
		return host_refuses(v, "an access did not retire");
	return next;
}

enum vcpu_next arch_reference_fails(struct vcpu *v, const struct bus_access *a)
{
	const struct kvm_x86_mce mce = {
		.status = MCI_STATUS_VAL | MCI_STATUS_UC | MCI_STATUS_EN |
			  MCI_STATUS_ADDRV | MCI_STATUS_BUS_ERROR,
		.addr = a->address,
		.mcg_status = MCG_STATUS_RIPV | MCG_STATUS_MCIP,
		.bank = 0,
	};

	/* All ones are a port's error, and one machine check is enough for an
	 * instruction. */
	if (a->space == BUS_PORT || v->retiring)
		return VCPU_RESUME;
	memset(v->kvm.run->mmio.data, 0xff, sizeof(v->kvm.run->mmio.data));
	if (retire(v) != VCPU_RESUME)
		return VCPU_LEAVE;
	if (kvm_machine_check(&v->kvm, &mce) != 0)
		return host_refuses(v, "no machine check for the guest");
	return VCPU_RESUME;
}

enum vcpu_next arch_instruction_fails(struct vcpu *v)
{
	if (kvm_raise(&v->kvm, VECTOR_UD) != 0)
		return host_refuses(v, "no #UD for the guest");
	return VCPU_RESUME;
}

bool arch_fetch_missed(struct vcpu *v, uint64_t *address)
{
	struct kvm_regs regs;
	struct kvm_sregs sregs;

	if (kvm_get_regs(&v->kvm, &regs) != 0 ||
	    kvm_get_sregs(&v->kvm, &sregs) != 0)
		return false;
	if ((sregs.efer & 1 << 10) == 0) /* not LMA: the base counts */
		regs.rip += sregs.cs.base;
	if (!kvm_translate(&v->kvm, regs.rip, address))
		return false;
	return vm_memory(v->vm, (struct range){ *address, 1 }) ==
	       NULL;
}
