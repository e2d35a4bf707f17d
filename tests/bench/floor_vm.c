/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The floor's VM. Must never answer more than a serial port that is always
 * ready and a power-off, so that an exit costs what KVM makes it cost.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "floor.h"

enum {
	TABLES_AT = 0x1000, /* a PML4, a PDPT, four page directories */
	TABLE = 0x1000,
	PRESENT_WRITABLE = 3,
	LARGE = 0x80,
	CPUID_MAX = 160,
	CPUID_ROOM = sizeof(struct kvm_cpuid2) +
		     CPUID_MAX * sizeof(struct kvm_cpuid_entry2),
};

enum { SERIAL_DATA = 0x3f8, POWER = 0x600, LINE_STATUS_READY = 0x60 };

static int ask(int fd, unsigned long request, unsigned long argument)
{
	int answer = ioctl(fd, request, argument);

	if (answer < 0)
		give_up("KVM");
	return answer;
}

static void ask_by(int fd, unsigned long request, const void *argument)
{
	ask(fd, request, (uintptr_t)argument);
}

/* The first 4 GiB, mapped to themselves in pieces of 2 MiB. */
static void map_memory(struct memory m)
{
	uint64_t *pml4 = (void *)(m.base + TABLES_AT);
	uint64_t *pdpt = (void *)(m.base + TABLES_AT + TABLE);
	uint64_t *pd = (void *)(m.base + TABLES_AT + 2 * TABLE);

	pml4[0] = (TABLES_AT + TABLE) | PRESENT_WRITABLE;
	for (uint64_t i = 0; i < 4; i++)
		pdpt[i] = (TABLES_AT + (2 + i) * TABLE) | PRESENT_WRITABLE;
	for (uint64_t i = 0; i < 4 * 512; i++)
		pd[i] = i << 21 | LARGE | PRESENT_WRITABLE;
}

static void set_registers(int vcpu_fd, uint64_t entry)
{
	const struct kvm_segment code = { .selector = 0x10, .type = 0xb,
					  .limit = 0xffffffff, .present = 1,
					  .s = 1, .l = 1, .g = 1 };
	const struct kvm_segment data = { .selector = 0x18, .type = 3,
					  .limit = 0xffffffff, .present = 1,
					  .s = 1, .db = 1, .g = 1 };
	const struct kvm_regs regs = { .rip = entry, .rsi = ZERO_PAGE_AT,
				       .rflags = 2 };
	struct kvm_sregs sregs;

	ask_by(vcpu_fd, KVM_GET_SREGS, &sregs);
	sregs.cs = code;
	sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = data;
	sregs.cr0 = 0x80010033; /* paging, write protection, protected mode */
	sregs.cr3 = TABLES_AT;
	sregs.cr4 = 0x20;       /* PAE */
	sregs.efer = 0x500;     /* long mode, and active */
	ask_by(vcpu_fd, KVM_SET_SREGS, &sregs);
	ask_by(vcpu_fd, KVM_SET_REGS, &regs);
}

static void set_cpuid(const struct vm *vm)
{
	static _Alignas(struct kvm_cpuid2) char room[CPUID_ROOM];
	struct kvm_cpuid2 *cpuid = (void *)room;

	cpuid->nent = CPUID_MAX;
	ask_by(vm->kvm_fd, KVM_GET_SUPPORTED_CPUID, cpuid);
	ask_by(vm->vcpu_fd, KVM_SET_CPUID2, cpuid);
}

static void add_memory(int vm_fd, struct memory m)
{
	const struct kvm_userspace_memory_region slot = {
		.memory_size = m.size,
		.userspace_addr = (uintptr_t)m.base,
	};

	ask_by(vm_fd, KVM_SET_USER_MEMORY_REGION, &slot);
}

struct vm vm_new(struct memory m, uint64_t entry)
{
	struct vm vm = { .kvm_fd = open("/dev/kvm", O_RDWR | O_CLOEXEC) };
	size_t size;

	if (vm.kvm_fd < 0)
		give_up("/dev/kvm");
	vm.vm_fd = ask(vm.kvm_fd, KVM_CREATE_VM, 0);
	ask(vm.vm_fd, KVM_CREATE_IRQCHIP, 0);
	map_memory(m);
	add_memory(vm.vm_fd, m);
	vm.vcpu_fd = ask(vm.vm_fd, KVM_CREATE_VCPU, 0);
	size = (size_t)ask(vm.kvm_fd, KVM_GET_VCPU_MMAP_SIZE, 0);
	vm.run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED,
		      vm.vcpu_fd, 0);
	if (vm.run == MAP_FAILED)
		give_up("mmap of the vCPU");
	set_cpuid(&vm);
	set_registers(vm.vcpu_fd, entry);
	return vm;
}

/* False: the guest powers off. */
static bool answer_port(struct kvm_run *run)
{
	char *data = (char *)run + run->io.data_offset;

	if (run->io.direction == KVM_EXIT_IO_IN) {
		*data = LINE_STATUS_READY;
		return true;
	}
	if (run->io.port == SERIAL_DATA)
		putchar(*data);
	return run->io.port != POWER;
}

void vm_run(const struct vm *vm)
{
	bool on = true;

	while (on) {
		ask(vm->vcpu_fd, KVM_RUN, 0);
		switch (vm->run->exit_reason) {
		case KVM_EXIT_IO:
			on = answer_port(vm->run);
			break;
		case KVM_EXIT_MMIO:
			vm->run->mmio.data[0] = LINE_STATUS_READY;
			break;
		default:
			errno = ENOTSUP;
			give_up("the guest");
		}
	}
}
