/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where traps and interrupts come in, and the way back out of an attempt. A
 * stub makes every trap look alike: vector and error code on the stack, 0
 * where the processor pushes none.
 */
	.section .text
	.code64

#define TRAPS 0x50
#define STUB_LEN 16
#define HAS_ERROR 0x60227d00	/* vectors 8, 10-14, 17, 21, 29, 30 */

	.globl	trap_stubs
	.balign	STUB_LEN
trap_stubs:
	vector = 0
	.rept	TRAPS
	.balign	STUB_LEN
	.if	vector >= 32
	push	$0
	.elseif	((HAS_ERROR >> vector) & 1) == 0
	push	$0
	.endif
	push	$vector
	jmp	trap_common
	vector = vector + 1
	.endr
	.balign	STUB_LEN

trap_common:
	push	%r11
	push	%r10
	push	%r9
	push	%r8
	push	%rdi
	push	%rsi
	push	%rdx
	push	%rcx
	push	%rax
	cld
	mov	%rsp, %rdi
	call	trap_taken
	pop	%rax
	pop	%rcx
	pop	%rdx
	pop	%rsi
	pop	%rdi
	pop	%r8
	pop	%r9
	pop	%r10
	pop	%r11
	add	$16, %rsp
	iretq

/* unsigned attempt(void (*action)(void)) */
	.globl	attempt
attempt:
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	sub	$8, %rsp
	mov	%rsp, attempt_stack(%rip)
	call	*%rdi
	mov	$0x100, %eax		/* TRAP_NONE */
attempt_return:
	movq	$0, attempt_stack(%rip)
	add	$8, %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	ret

/* void attempt_end(unsigned vector) */
	.globl	attempt_end
attempt_end:
	mov	%edi, %eax
	mov	attempt_stack(%rip), %rsp
	jmp	attempt_return

	.section .bss
	.balign	8
	.globl	attempt_stack
attempt_stack:
	.skip	8

	.section .note.GNU-stack, "", @progbits
