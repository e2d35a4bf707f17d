/* SPDX-License-Identifier: Apache-2.0 */
/*
 * floor: the least that a monitor on KVM can do to run the same guest from the
 * same files in the same memory. What qvm costs beyond it is qvm's own.
 *
 *   floor prefault MIB               nanoseconds to have the guest's memory
 *   floor run MIB KERNEL [INITRD]    runs a bzImage by the 64-bit protocol
 *
 * No checks beyond what keeps a figure honest, one vCPU, a serial port that is
 * always ready at any address. Must never do less than a working guest needs.
 */
#ifndef QVM_TESTS_BENCH_FLOOR_H
#define QVM_TESTS_BENCH_FLOOR_H

#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>

struct kvm_run;

struct memory {
	char *base;
	size_t size;
};

struct vm {
	int kvm_fd, vm_fd, vcpu_fd;
	struct kvm_run *run;
};

noreturn void give_up(const char *what);

/* Guest memory that is all there, in huge pages. */
struct memory memory_new(size_t size);

/* Where the kernel's first instruction is, once both files are in place. */
uint64_t load_linux(struct memory m, const char *kernel, const char *initrd);

/* A VM with interrupt controllers, one slot of memory and one vCPU that
 * stands at `entry` in 64-bit mode. */
struct vm vm_new(struct memory m, uint64_t entry);

/* Answers the guest until it powers off. */
void vm_run(const struct vm *vm);

enum { ZERO_PAGE_AT = 0x7000 };

#endif
