/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A processor's way from real mode, where a start-up interrupt leaves it, to
 * 64-bit mode. [Intel SDM 3A 9.8.5] The code runs from a copy at 0x70000: it
 * reaches its own data by offsets from there.
 */
#define CODE_AT 0x70000
#define AT(symbol) (symbol - processor_code + CODE_AT)

	.section .text
	.globl	processor_code, processor_code_end, processor_cr3
	.code16
processor_code:
	cli
	mov	%cs, %ax
	mov	%ax, %ds
	lgdtl	gdt_register - processor_code

	mov	$0x20, %eax		/* CR4.PAE */
	mov	%eax, %cr4
	mov	processor_cr3 - processor_code, %eax
	mov	%eax, %cr3
	mov	$0xc0000080, %ecx	/* EFER.LME */
	rdmsr
	or	$0x100, %eax
	wrmsr
	mov	$0x80000011, %eax	/* CR0.PG, ET, PE */
	mov	%eax, %cr0
	ljmpl	$0x10, $AT(in_64_bits)

	.code64
in_64_bits:
	mov	$0x18, %eax
	mov	%eax, %ds
	mov	%eax, %es
	mov	%eax, %ss
	mov	processor_stack, %rsp
	mov	$second_start, %eax
	call	*%rax
1:	hlt
	jmp	1b

	.balign	8
gdt:
	.quad	0, 0
	.quad	0x00af9b000000ffff	/* 0x10: 64-bit code */
	.quad	0x00cf93000000ffff	/* 0x18: data */
gdt_register:
	.word	gdt_register - gdt - 1
	.long	AT(gdt)
processor_cr3:
	.long	0
processor_code_end:

	.section .bss
	.balign	8
	.globl	processor_stack
processor_stack:
	.skip	8

	.section .note.GNU-stack, "", @progbits
