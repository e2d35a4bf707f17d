/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kvm-speed: will this host's KVM carry an operating system?
 *
 * CPU flags and the mere presence of /dev/kvm say little: KVM may itself run on
 * an emulated processor, or interpret what the guest executes. So this runs a
 * guest, a loop of two instructions in 64 KiB of memory, and takes the time. It
 * needs no more than the right to open /dev/kvm, and must never leave anything
 * behind.
 *
 * Prints one line. Exit status: 0 fast enough, 1 too slow, 2 no KVM to measure.
 */

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum {
	LOOPS = 1000000,
	INSTRUCTIONS_PER_LOOP = 2,
	ROUNDS = 4,         /* the best one counts: the first faults memory in */
	FAST_ENOUGH = 50,   /* million instructions a second; see the README */
	PATIENCE_S = 10,    /* for a KVM that never comes back from the guest */
	MEMORY_SIZE = 0x10000,
	CODE_AT = 0x1000,
};

enum verdict { FAST, SLOW, NO_KVM };

/* Real mode, 16-bit code with 32-bit operands. */
static const uint8_t code[] = {
	0x66, 0xb9, LOOPS & 0xff, LOOPS >> 8 & 0xff, LOOPS >> 16 & 0xff, 0x00,
	            /*        mov ecx, LOOPS */
	0x66, 0x49, /* again: dec ecx */
	0x75, 0xfc, /*        jnz again */
	0xf4,       /*        hlt */
};

struct guest {
	int vcpu_fd;
	struct kvm_run *run;
};

static _Noreturn void give_up(const char *what)
{
	printf("no usable KVM: %s: %s\n", what, strerror(errno));
	exit(NO_KVM);
}

/* Only what may be called in a signal handler. */
static void out_of_patience(int signal_number)
{
	static const char line[] = "0 million instructions a second (the guest did not come back)\n";

	(void)signal_number;
	/* A failed write has no one left to tell; the status says it all. */
	if (write(STDOUT_FILENO, line, sizeof line - 1) < 0)
		_exit(NO_KVM);
	_exit(SLOW);
}

static void add_memory(int vm_fd)
{
	uint8_t *memory = mmap(NULL, MEMORY_SIZE, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct kvm_userspace_memory_region slot = {
		.memory_size = MEMORY_SIZE,
		.userspace_addr = (uintptr_t)memory,
	};

	if (memory == MAP_FAILED)
		give_up("memory for the guest");
	memcpy(memory + CODE_AT, code, sizeof code);
	if (ioctl(vm_fd, KVM_SET_USER_MEMORY_REGION, &slot) != 0)
		give_up("KVM_SET_USER_MEMORY_REGION");
}

/* The processor starts at the reset vector; this puts its segment at 0. */
static void flatten_code_segment(int vcpu_fd)
{
	struct kvm_sregs sregs;

	if (ioctl(vcpu_fd, KVM_GET_SREGS, &sregs) != 0)
		give_up("KVM_GET_SREGS");
	sregs.cs.base = 0;
	sregs.cs.selector = 0;
	if (ioctl(vcpu_fd, KVM_SET_SREGS, &sregs) != 0)
		give_up("KVM_SET_SREGS");
}

static struct guest guest_new(void)
{
	struct guest guest;
	int kvm_fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	int vm_fd;
	int run_size;

	if (kvm_fd < 0)
		give_up("/dev/kvm");
	vm_fd = ioctl(kvm_fd, KVM_CREATE_VM, 0);
	if (vm_fd < 0)
		give_up("KVM_CREATE_VM");
	add_memory(vm_fd);

	guest.vcpu_fd = ioctl(vm_fd, KVM_CREATE_VCPU, 0);
	if (guest.vcpu_fd < 0)
		give_up("KVM_CREATE_VCPU");
	run_size = ioctl(kvm_fd, KVM_GET_VCPU_MMAP_SIZE, 0);
	if (run_size < 0)
		give_up("KVM_GET_VCPU_MMAP_SIZE");
	guest.run = mmap(NULL, (size_t)run_size, PROT_READ | PROT_WRITE,
			 MAP_SHARED, guest.vcpu_fd, 0);
	if (guest.run == MAP_FAILED)
		give_up("mapping the vCPU");
	flatten_code_segment(guest.vcpu_fd);
	return guest;
}

static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* Runs the loop once, from its start to the hlt. Returns microseconds. */
static double guest_loop(const struct guest *guest)
{
	struct kvm_regs regs = { .rip = CODE_AT, .rflags = 2 };
	double start;

	if (ioctl(guest->vcpu_fd, KVM_SET_REGS, &regs) != 0)
		give_up("KVM_SET_REGS");
	start = now_us();
	if (ioctl(guest->vcpu_fd, KVM_RUN, 0) != 0)
		give_up("KVM_RUN");
	if (guest->run->exit_reason != KVM_EXIT_HLT) {
		printf("no usable KVM: the guest ended with exit reason %u\n",
		       guest->run->exit_reason);
		exit(NO_KVM);
	}
	return now_us() - start;
}

int main(void)
{
	struct guest guest = guest_new();
	double best_us = 0;
	double speed;

	signal(SIGALRM, out_of_patience);
	alarm(PATIENCE_S);
	for (int i = 0; i < ROUNDS; i++) {
		double us = guest_loop(&guest);

		if (i == 0 || us < best_us)
			best_us = us;
	}

	/* Instructions in a microsecond are millions of them in a second. */
	speed = (double)LOOPS * INSTRUCTIONS_PER_LOOP / best_us;
	printf("%.0f million instructions a second\n", speed);
	return speed >= FAST_ENOUGH ? FAST : SLOW;
}
