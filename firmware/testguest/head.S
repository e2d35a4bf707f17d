/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The front of a test guest: what makes a flat image look like a bzImage, so
 * that `boot: linux` starts it. [Documentation/arch/x86/boot.rst]
 *
 * Must never need more than the 64-bit boot protocol gives: 64-bit mode, the
 * first 4 GiB mapped to themselves, the zero page in rsi, interrupts off.
 */

/* ---- setup header: two sectors that are not loaded ------------------------ */

	.section .setup, "a"
	.ascii	"qvm test guest"	/* where a boot sector had its code */
	.org	0x1f1
	.byte	1			/* setup_sects, besides the first */
	.word	0			/* root_flags */
	.long	image_paragraphs	/* syssize */
	.word	0			/* ram_size */
	.word	0xffff			/* vid_mode: normal */
	.word	0			/* root_dev */
	.word	0xaa55			/* boot_flag */
	.byte	0xeb, header_end - header_rest
header_rest:
	.ascii	"HdrS"
	.word	0x020f			/* version: 2.15 */
	.long	0			/* realmode_swtch */
	.word	0			/* start_sys_seg */
	.word	0			/* kernel_version */
	.byte	0			/* type_of_loader */
	.byte	0x01			/* loadflags: LOADED_HIGH */
	.word	0			/* setup_move_size */
	.long	image_start		/* code32_start */
	.long	0, 0			/* ramdisk_image, ramdisk_size */
	.long	0			/* bootsect_kludge */
	.word	0			/* heap_end_ptr */
	.byte	0, 0			/* ext_loader_ver, ext_loader_type */
	.long	0			/* cmd_line_ptr */
	.long	0x7fffffff		/* initrd_addr_max */
	.long	0x1000			/* kernel_alignment */
	.byte	0			/* relocatable_kernel */
	.byte	12			/* min_alignment, as a power of two */
	.word	0x0001			/* xloadflags: KERNEL_64 */
	.long	2047			/* cmdline_size */
	.long	0			/* hardware_subarch */
	.quad	0			/* hardware_subarch_data */
	.long	0, 0			/* payload_offset, payload_length */
	.quad	0			/* setup_data */
	.quad	image_start		/* pref_address */
	.long	image_run_len		/* init_size: with bss and stack */
	.long	0			/* handover_offset */
	.long	0			/* kernel_info_offset */
header_end:
	.org	0x400

/* ---- entries --------------------------------------------------------------- */

	.section .head, "ax"
	.code64
	.org	0x200			/* of the 64-bit protocol */
	.globl	entry_64
entry_64:
	lea	stack_top(%rip), %rsp
	mov	%rsi, %rdi
	xor	%ebp, %ebp
	call	guest_start
1:	hlt
	jmp	1b

	.section .bss
	.balign	16
	.skip	16384
stack_top:

	.section .note.GNU-stack, "", @progbits
