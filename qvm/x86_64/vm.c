/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An x86 VM before its first vCPU: what KVM keeps for itself, the interrupt
 * controllers, and which exits come to us. Must never switch on anything that
 * the file did not ask for.
 */
#include "qvm/arch.h"
#include "qvm/host/file.h"
#include "qvm/x86_64/msr.h"

enum { TSS_AT = 0xfeffd000, IDENTITY_AT = 0xfeffc000 };

static int create_chips(const struct kvm *k, const struct conf_irqchip *chip)
{
	int err = kvm_set_identity_map(k, IDENTITY_AT);

	if (err == 0)
		err = kvm_set_tss(k, TSS_AT);
	if (err == 0)
		err = kvm_create_irqchip(k);
	if (err == 0 && chip->pit == CONF_PIT_KERNEL)
		err = kvm_create_pit(k);
	return err;
}

/*
 * With kvm.ignore_msrs=1 KVM swallows every unknown register before anybody
 * is asked, and `unsupported: register` would mean nothing.
 */
static int check_ignore_msrs(void)
{
	char value = 'N';

	if (host_file_peek("/sys/module/kvm/parameters/ignore_msrs", &value,
			   1) != 1 || value != 'Y')
		return 0;
	return host_fail(0, "the host's KVM ignores unknown MSRs "
			    "(kvm.ignore_msrs=1): a guest's registers can't "
			    "be closed; set it to 0");
}

int arch_vm_init(struct vm *vm)
{
	const struct conf *conf = vm->plan->conf;
	int err = check_ignore_msrs();

	if (err == 0)
		err = create_chips(&vm->kvm, &conf->irqchip);
	/* By habit KVM opens LINT0 of the first processor to its PIC, whose
	 * vectors nobody has set: a line would arrive twice, once as a trap. */
	if (err == 0)
		err = kvm_enable(&vm->kvm, KVM_CAP_DISABLE_QUIRKS,
				 KVM_X86_QUIRK_LINT0_REENABLED,
				 "way to keep LINT0 masked");
	/* Without it KVM answers some failures with a #UD of its own. */
	if (err == 0)
		err = kvm_enable(&vm->kvm, KVM_CAP_EXIT_ON_EMULATION_FAILURE, 1,
				 "exit on emulation failure");
	if (err == 0 && conf->idle == CONF_IDLE_KEEP)
		err = kvm_enable(&vm->kvm, KVM_CAP_X86_DISABLE_EXITS,
				 KVM_X86_DISABLE_EXITS_HLT,
				 "way to keep a halted guest (`idle: keep`)");
	if (err == 0)
		err = msr_filter_set(&vm->kvm);
	return err;
}
