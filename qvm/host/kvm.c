/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every KVM ioctl. Must never decide anything: one call, one message.
 */
#include "qvm/host/kvm.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/* Of kernel 6.10; not in the headers that qvm builds with. */
#ifndef KVM_PRE_FAULT_MEMORY
#define KVM_CAP_PRE_FAULT_MEMORY 236
struct kvm_pre_fault_memory {
	__u64 gpa, size, flags, padding[5];
};
#define KVM_PRE_FAULT_MEMORY _IOWR(KVMIO, 0xd5, struct kvm_pre_fault_memory)
#endif

/* ioctl with a pointer or number, and the message if it fails. */
#define ASK(fd, request, argument, ...) \
	(ioctl(fd, request, argument) < 0 ? host_fail(errno, __VA_ARGS__) : 0)

static int explain_open(int err)
{
	if (err == ENOENT)
		return host_fail(err, "no /dev/kvm: load the module kvm-intel "
				      "or kvm-amd, or let the outer "
				      "hypervisor nest");
	if (err == EACCES)
		return host_fail(err, "can't open /dev/kvm: the user must be "
				      "in the group that owns it");
	return host_fail(err, "can't open /dev/kvm");
}

int kvm_open(struct kvm *k)
{
	int version;

	*k = (struct kvm){ .fd = -1, .vm_fd = -1 };
	k->fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (k->fd < 0)
		return explain_open(errno);
	version = ioctl(k->fd, KVM_GET_API_VERSION, 0);
	if (version != KVM_API_VERSION) {
		kvm_close(k);
		return host_fail(ENOTSUP, "KVM API version %d; need %d",
				 version, KVM_API_VERSION);
	}
	k->run_size = (size_t)ioctl(k->fd, KVM_GET_VCPU_MMAP_SIZE, 0);
	return 0;
}

int kvm_has(const struct kvm *k, uint32_t capability)
{
	int value = ioctl(k->vm_fd >= 0 ? k->vm_fd : k->fd, KVM_CHECK_EXTENSION,
			  (unsigned long)capability);

	return value < 0 ? 0 : value;
}

int kvm_create_vm(struct kvm *k)
{
	do
		k->vm_fd = ioctl(k->fd, KVM_CREATE_VM, 0UL);
	while (k->vm_fd < 0 && errno == EINTR);
	return k->vm_fd < 0 ? host_fail(errno, "KVM can't create a VM") : 0;
}

int kvm_enable(const struct kvm *k, uint32_t capability, uint64_t value,
	       const char *what)
{
	struct kvm_enable_cap cap = { .cap = capability, .args = { value } };

	return ASK(k->vm_fd, KVM_ENABLE_CAP, &cap,
		   "this kernel's KVM has no %s", what);
}

int kvm_set_slot(const struct kvm *k, uint32_t slot, uint64_t gpa,
		 uint64_t size, void *host, bool read_only)
{
	struct kvm_userspace_memory_region region = {
		.slot = slot,
		.flags = read_only ? KVM_MEM_READONLY : 0,
		.guest_phys_addr = gpa,
		.memory_size = size,
		.userspace_addr = (uintptr_t)host,
	};

	return ASK(k->vm_fd, KVM_SET_USER_MEMORY_REGION, &region,
		   "KVM refuses memory 0x%llx..0x%llx", (unsigned long long)gpa,
		   (unsigned long long)(gpa + size - 1));
}

int kvm_create_irqchip(const struct kvm *k)
{
	return ASK(k->vm_fd, KVM_CREATE_IRQCHIP, 0UL,
		   "KVM can't create its interrupt controllers");
}

int kvm_create_pit(const struct kvm *k)
{
	struct kvm_pit_config config = { .flags = KVM_PIT_SPEAKER_DUMMY };

	return ASK(k->vm_fd, KVM_CREATE_PIT2, &config,
		   "KVM can't create a PIT (`irqchip: pit: none` does without)");
}

int kvm_set_tss(const struct kvm *k, uint64_t gpa)
{
	return ASK(k->vm_fd, KVM_SET_TSS_ADDR, (unsigned long)gpa,
		   "KVM refuses its TSS pages at 0x%llx",
		   (unsigned long long)gpa);
}

int kvm_set_identity_map(const struct kvm *k, uint64_t gpa)
{
	__u64 address = gpa;

	return ASK(k->vm_fd, KVM_SET_IDENTITY_MAP_ADDR, &address,
		   "KVM refuses its identity map at 0x%llx",
		   (unsigned long long)gpa);
}

int kvm_set_msr_filter(const struct kvm *k, struct kvm_msr_filter *filter)
{
	return ASK(k->vm_fd, KVM_X86_SET_MSR_FILTER, filter,
		   "KVM refuses the MSR filter");
}

int kvm_supported_cpuid(const struct kvm *k, struct kvm_cpuid2 *cpuid)
{
	return ASK(k->fd, KVM_GET_SUPPORTED_CPUID, cpuid,
		   "KVM does not tell its CPUID");
}

int kvm_irq_line(const struct kvm *k, uint32_t gsi, bool active)
{
	struct kvm_irq_level level = { .irq = gsi, .level = active };

	return ASK(k->vm_fd, KVM_IRQ_LINE, &level,
		   "KVM refuses interrupt line %u", gsi);
}

int kvm_create_vcpu(const struct kvm *k, uint32_t id, struct kvm_vcpu *v)
{
	*v = (struct kvm_vcpu){
		.fd = ioctl(k->vm_fd, KVM_CREATE_VCPU, (unsigned long)id)
	};
	if (v->fd < 0)
		return host_fail(errno, "KVM can't create vCPU %u", id);
	v->run = mmap(NULL, k->run_size, PROT_READ | PROT_WRITE, MAP_SHARED,
		      v->fd, 0);
	if (v->run == MAP_FAILED) {
		close(v->fd);
		*v = (struct kvm_vcpu){ .fd = -1 };
		return host_fail(errno, "can't map the state of vCPU %u", id);
	}
	return 0;
}

void kvm_vcpu_close(const struct kvm *k, struct kvm_vcpu *v)
{
	if (v->run == NULL)
		return;
	munmap(v->run, k->run_size);
	close(v->fd);
	*v = (struct kvm_vcpu){ .fd = -1 };
}

int kvm_run(const struct kvm_vcpu *v)
{
	return ioctl(v->fd, KVM_RUN, 0UL) == 0 ? 0 : -errno;
}

int kvm_set_cpuid(const struct kvm_vcpu *v, struct kvm_cpuid2 *cpuid)
{
	return ASK(v->fd, KVM_SET_CPUID2, cpuid, "KVM refuses the CPUID");
}

int kvm_get_regs(const struct kvm_vcpu *v, struct kvm_regs *regs)
{
	return ASK(v->fd, KVM_GET_REGS, regs, "KVM does not give registers");
}

int kvm_set_regs(const struct kvm_vcpu *v, const struct kvm_regs *regs)
{
	return ASK(v->fd, KVM_SET_REGS, regs, "KVM refuses registers");
}

int kvm_get_sregs(const struct kvm_vcpu *v, struct kvm_sregs *sregs)
{
	return ASK(v->fd, KVM_GET_SREGS, sregs,
		   "KVM does not give system registers");
}

int kvm_set_sregs(const struct kvm_vcpu *v, const struct kvm_sregs *sregs)
{
	return ASK(v->fd, KVM_SET_SREGS, sregs,
		   "KVM refuses system registers");
}

int kvm_set_msr(const struct kvm_vcpu *v, uint32_t index, uint64_t value)
{
	_Alignas(struct kvm_msrs) unsigned char
		room[sizeof(struct kvm_msrs) + sizeof(struct kvm_msr_entry)];
	struct kvm_msrs *msrs = memset(room, 0, sizeof(room));

	msrs->nmsrs = 1;
	msrs->entries[0].index = index;
	msrs->entries[0].data = value;
	if (ioctl(v->fd, KVM_SET_MSRS, msrs) == 1)
		return 0;
	return host_fail(errno, "KVM refuses MSR 0x%x", index);
}

int kvm_enforce_pv_cpuid(const struct kvm_vcpu *v)
{
	struct kvm_enable_cap cap = {
		.cap = KVM_CAP_ENFORCE_PV_FEATURE_CPUID, .args = { 1 }
	};

	return ASK(v->fd, KVM_ENABLE_CAP, &cap,
		   "this kernel's KVM can't hold a guest to its CPUID");
}

int kvm_setup_mce(const struct kvm_vcpu *v, uint64_t capability)
{
	__u64 value = capability;

	return ASK(v->fd, KVM_X86_SETUP_MCE, &value,
		   "KVM can't give machine checks (`unsupported: reference: "
		   "fail` needs them)");
}

int kvm_machine_check(const struct kvm_vcpu *v, const struct kvm_x86_mce *mce)
{
	return ASK(v->fd, KVM_X86_SET_MCE, mce,
		   "KVM can't raise a machine check");
}

int kvm_raise(const struct kvm_vcpu *v, uint8_t vector)
{
	struct kvm_vcpu_events events;
	int err = ASK(v->fd, KVM_GET_VCPU_EVENTS, &events,
		      "KVM does not give pending events");

	if (err != 0)
		return err;
	events.exception.injected = 1;
	events.exception.nr = vector;
	events.exception.has_error_code = 0;
	return ASK(v->fd, KVM_SET_VCPU_EVENTS, &events,
		   "KVM can't raise exception %u", vector);
}

bool kvm_translate(const struct kvm_vcpu *v, uint64_t address, uint64_t *gpa)
{
	struct kvm_translation t = { .linear_address = address };

	if (ioctl(v->fd, KVM_TRANSLATE, &t) != 0 || !t.valid)
		return false;
	*gpa = t.physical_address;
	return true;
}

bool kvm_can_prefault(const struct kvm *k)
{
	return kvm_has(k, KVM_CAP_PRE_FAULT_MEMORY) != 0;
}

int kvm_prefault(const struct kvm_vcpu *v, uint64_t gpa, uint64_t size)
{
	struct kvm_pre_fault_memory span = { .gpa = gpa, .size = size };

	while (span.size > 0)
		if (ioctl(v->fd, KVM_PRE_FAULT_MEMORY, &span) != 0 &&
		    errno != EINTR && errno != EAGAIN)
			return -errno;
	return 0;
}

void kvm_close(struct kvm *k)
{
	if (k->vm_fd >= 0)
		close(k->vm_fd);
	if (k->fd >= 0)
		close(k->fd);
	*k = (struct kvm){ .fd = -1, .vm_fd = -1 };
}
