/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of MSRs that exist, and the answers for those that do not. Must
 * never let KVM swallow a write to a register that nobody has declared.
 */
#include "qvm/x86_64/msr.h"

#include <string.h>

#include "conf/util/claim.h"
#include "qvm/arch.h"

/*
 * What KVM implements and a 64-bit guest needs, each with its reason. The
 * x2APIC's registers (0x800..0x8ff) are never filtered by KVM.
 */
static const struct msr_row {
	uint32_t first, last;
	const char *why;
} rows[] = {
	{ 0x10, 0x12, "time stamp counter; kvmclock's first pair" },
	{ 0x17, 0x17, "platform id, read with the microcode's revision" },
	{ 0x1b, 0x1b, "base and mode of the local APIC" },
	{ 0x3a, 0x3b, "feature control; TSC_ADJUST" },
	{ 0x48, 0x49, "speculation control" },
	{ 0x8b, 0x8b, "microcode revision" },
	{ 0xfe, 0xfe, "MTRR capability" },
	{ 0x10a, 0x10b, "which speculation bugs are absent; cache flush" },
	{ 0x122, 0x122, "transactional memory control" },
	{ 0x140, 0x140, "user-mode fault on CPUID" },
	{ 0x174, 0x176, "SYSENTER" },
	{ 0x179, 0x17b, "machine-check capability, status, control" },
	{ 0x1a0, 0x1a0, "MISC_ENABLE" },
	{ 0x1d9, 0x1d9, "DEBUGCTL" },
	{ 0x200, 0x21f, "variable MTRRs" },
	{ 0x250, 0x250, "fixed MTRR, 64 KiB" },
	{ 0x258, 0x259, "fixed MTRRs, 16 KiB" },
	{ 0x268, 0x26f, "fixed MTRRs, 4 KiB" },
	{ 0x277, 0x277, "page attribute table" },
	{ 0x2ff, 0x2ff, "default memory type" },
	{ 0x400, 0x47f, "machine-check banks" },
	{ 0x6e0, 0x6e0, "TSC deadline of the local APIC's timer" },
	{ 0xd90, 0xd90, "bounds of MPX" },
	{ 0xda0, 0xda0, "supervisor state of XSAVE" },
	{ 0x4b564d00, 0x4b564d08, "KVM's paravirtual clock, faults and polls" },
	{ 0xc0000080, 0xc0000084, "EFER and SYSCALL" },
	{ 0xc0000100, 0xc0000103, "FS, GS and kernel GS base; TSC_AUX" },
	{ 0xc0010000, 0xc0010003, "event selectors, read to find out that no "
				  "counter is behind them" },
	{ 0xc0010010, 0xc0010010, "SYSCFG" },
	{ 0xc0010015, 0xc0010015, "HWCR" },
	{ 0xc001001f, 0xc001001f, "NB_CFG" },
	{ 0xc0010055, 0xc0010055, "interrupt pending and C1E" },
	{ 0xc0010058, 0xc0010058, "base of PCI configuration space" },
	{ 0xc0010117, 0xc0010117, "VM_HSAVE_PA" },
	{ 0xc001011f, 0xc001011f, "virtual speculation control" },
	{ 0xc0011020, 0xc0011022, "LS_CFG, IC_CFG, DC_CFG" },
	{ 0xc0011029, 0xc0011029, "DE_CFG: serialising LFENCE" },
	{ 0xc0011030, 0xc0011030, "IC_CFG of later families" },
};

/* The rows, in at most 16 bitmaps: KVM's form. */
struct filter_part {
	uint32_t base, count;
};

static const struct filter_part parts[] = {
	{ 0x0, 0x800 },
	{ 0xd80, 0x80 },
	{ 0x4b564d00, 0x40 },
	{ 0xc0000080, 0x100 },
	{ 0xc0010000, 0x200 },
	{ 0xc0011000, 0x80 },
};

_Static_assert(ARRAY_LEN(parts) <= KVM_MSR_FILTER_MAX_RANGES,
	       "KVM takes that many bitmaps");

enum { PART_BYTES = 0x100 };

static void allow(uint8_t bits[][PART_BYTES], uint32_t msr)
{
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		uint32_t bit = msr - parts[i].base;

		if (msr < parts[i].base || bit >= parts[i].count)
			continue;
		bits[i][bit / 8] |= (uint8_t)(1u << bit % 8);
		return;
	}
	CANNOT_REACH(); /* each row lies in a part */
}

int msr_filter_set(const struct kvm *k)
{
	static uint8_t bits[ARRAY_LEN(parts)][PART_BYTES];
	struct kvm_msr_filter filter = { .flags = KVM_MSR_FILTER_DEFAULT_DENY };
	int err;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (uint32_t msr = rows[i].first; msr <= rows[i].last; msr++)
			allow(bits, msr);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		filter.ranges[i] = (struct kvm_msr_filter_range){
			.flags = KVM_MSR_FILTER_READ | KVM_MSR_FILTER_WRITE,
			.base = parts[i].base,
			.nmsrs = parts[i].count,
			.bitmap = bits[i],
		};
	/* Bad bits in a known register stay the hardware's #GP: no INVAL. */
	err = kvm_enable(k, KVM_CAP_X86_USER_SPACE_MSR,
			 KVM_MSR_EXIT_REASON_FILTER |
				 KVM_MSR_EXIT_REASON_UNKNOWN,
			 "exit for unknown MSRs");
	return err != 0 ? err : kvm_set_msr_filter(k, &filter);
}

static const struct plan_msr *find_absent(const struct plan *p, uint32_t index)
{
	for (size_t i = 0; i < p->n_msr; i++)
		if (p->msr[i].index == index)
			return &p->msr[i];
	return NULL;
}

static enum vcpu_next answer(struct vcpu *v, bool is_write)
{
	struct kvm_run *run = v->kvm.run;
	const struct plan_msr *absent =
		find_absent(v->vm->plan, run->msr.index);
	uint64_t value = is_write ? run->msr.data : 0;
	bool fault = false;
	enum vcpu_next next = VCPU_RESUME;

	if (absent != NULL)
		fault = !absent->gives_zero;
	else
		next = unsupported_register(v, run->msr.index, is_write, &value,
					    &fault);
	if (!is_write)
		run->msr.data = absent != NULL ? 0 : value;
	run->msr.error = fault;
	return next;
}

enum vcpu_next arch_exit_register_read(struct vcpu *v)
{
	return answer(v, false);
}

enum vcpu_next arch_exit_register_write(struct vcpu *v)
{
	return answer(v, true);
}
