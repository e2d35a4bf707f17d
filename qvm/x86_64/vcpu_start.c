/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A vCPU at its first instruction: the first one in 64-bit mode where the
 * plan says, the others waiting for their start-up interrupt, as after a
 * reset. Must never set what a reset already leaves right.
 */
#include <errno.h>

#include "qvm/arch.h"
#include "qvm/x86_64/cpuid.h"

/* [SDM 3A 2.5] */
enum {
	CR0_PE = 1u << 0,
	CR0_MP = 1u << 1,
	CR0_ET = 1u << 4,
	CR0_NE = 1u << 5,
	CR0_WP = 1u << 16,
	CR0_PG = 1u << 31,
	CR4_PAE = 1u << 5,
	EFER_LME = 1u << 8,
	EFER_LMA = 1u << 10,
	RFLAGS_ONE = 1u << 1, /* always set */
};

enum {
	MSR_IA32_MISC_ENABLE = 0x1a0,
	MISC_ENABLE_FAST_STRINGS = 1,
	MSR_MTRR_DEF_TYPE = 0x2ff,
	MTRR_ENABLE = 1 << 11,
	MTRR_WRITE_BACK = 6,
};

static void flat_segments(struct kvm_sregs *s, const struct plan_entry *e)
{
	const struct kvm_segment code = { .selector = e->code,
					  .limit = 0xffffffff,
					  .type = 0xb, /* read, execute */
					  .present = 1,
					  .s = 1,
					  .l = 1,
					  .g = 1 };
	const struct kvm_segment data = { .selector = e->data,
					  .limit = 0xffffffff,
					  .type = 3, /* read, write */
					  .present = 1,
					  .s = 1,
					  .db = 1,
					  .g = 1 };

	s->cs = code;
	s->ds = s->es = s->fs = s->gs = s->ss = data;
}

static int set_entry(struct vcpu *v, const struct plan_entry *e)
{
	const struct kvm_regs regs = { .rip = e->rip,
				       .rsp = e->rsp,
				       .rsi = e->rsi,
				       .rflags = RFLAGS_ONE };
	struct kvm_sregs sregs;
	int err = kvm_get_sregs(&v->kvm, &sregs);

	if (err != 0)
		return err;
	flat_segments(&sregs, e);
	sregs.gdt = (struct kvm_dtable){ .base = e->gdt,
					 .limit = e->gdt_limit };
	sregs.cr0 = CR0_PE | CR0_MP | CR0_ET | CR0_NE | CR0_WP | CR0_PG;
	sregs.cr3 = e->cr3;
	sregs.cr4 = CR4_PAE;
	sregs.efer = EFER_LME | EFER_LMA;
	err = kvm_set_sregs(&v->kvm, &sregs);
	return err != 0 ? err : kvm_set_regs(&v->kvm, &regs);
}

/* Without firmware nobody else would say that memory may be cached. */
static int set_msrs(struct vcpu *v)
{
	int err = kvm_set_msr(&v->kvm, MSR_MTRR_DEF_TYPE,
			      MTRR_ENABLE | MTRR_WRITE_BACK);

	return err != 0 ? err :
			  kvm_set_msr(&v->kvm, MSR_IA32_MISC_ENABLE,
				      MISC_ENABLE_FAST_STRINGS);
}

/* One bank, so that a reference to nothing can be a machine check. */
static int set_machine_checks(struct vcpu *v)
{
	const uint64_t mcg_ctl = UINT64_C(1) << 8;

	if (v->vm->plan->conf->unsupported.reference != CONF_DO_FAIL)
		return 0;
	return kvm_setup_mce(&v->kvm, mcg_ctl | 1);
}

int arch_vcpu_init(struct vcpu *v)
{
	int err = kvm_enforce_pv_cpuid(&v->kvm);

	if (err == 0)
		err = cpuid_set(v);
	if (err == 0)
		err = set_msrs(v);
	if (err == 0)
		err = set_machine_checks(v);
	if (err == 0 && v->id == 0)
		err = set_entry(v, &v->vm->plan->entry);
	return err;
}
