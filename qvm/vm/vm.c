/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a VM ends, and where its memory is. Must never block: the callers are
 * vCPUs on their way out and vdevs in the middle of a call.
 */
#include "qvm/vm/vm.h"

#include <stdarg.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conf/util/claim.h"

static void printf_like(4, 0) vsay(struct vm *vm, enum end_reason reason, uint32_t status,
		 const char *format, va_list args)
{
	if (block_say_end(vm->block, reason, status, format, args))
		sem_post(&vm->end_said);
}

static void printf_like(3, 4) say_status(struct vm *vm, uint32_t status,
					 const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsay(vm, END_VDEV_STATUS, status, format, args);
	va_end(args);
}

void vm_end(struct vm *vm, enum end_reason reason, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsay(vm, reason, end_row(reason)->status, format, args);
	va_end(args);
}

void vm_end_status(struct vm *vm, uint32_t status, const char *vdev,
		   const char *why)
{
	say_status(vm, status, "vdev %s: %s", vdev, why);
}

void vm_thread_begin(struct vm *vm, uint32_t thread)
{
	atomic_store(&vm->block->thread[thread].tid, (unsigned)gettid());
}

int vm_drive_line(struct vm *vm, uint32_t line, bool active)
{
	_Atomic uint32_t *holders;
	bool level;
	int err;

	CLAIM(line < VM_LINES); /* the plan has checked it */
	holders = &vm->line[line];
	if (active)
		atomic_fetch_add(holders, 1);
	else
		atomic_fetch_sub(holders, 1);
	do { /* of two who change it at once, the last to tell looks again */
		level = atomic_load(holders) != 0;
		err = kvm_irq_line(&vm->kvm, line, level);
	} while (err == 0 && level != (atomic_load(holders) != 0));
	return err;
}

void vm_tell_guard(struct vm *vm, enum guard_order word)
{
	const unsigned char byte = (unsigned char)word;
	/* A guard that does not listen is about to end this process. */
	ssize_t ignored = send(vm->order_fd, &byte, 1,
			       MSG_DONTWAIT | MSG_NOSIGNAL);

	(void)ignored;
}

void *vm_memory(const struct vm *vm, struct range r)
{
	for (uint32_t i = 0; i < vm->n_slot; i++) {
		const struct vm_slot *slot = &vm->slot[i];

		if (range_holds(slot->range->range, r))
			return (char *)slot->ram.base +
			       (r.at - slot->range->range.at);
	}
	return NULL;
}
