/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * start.S - from the first instruction to guest_main(), and the interrupt
 * entries.
 *
 * None of these paths uses IRET: a KVM without hardware support runs the guest
 * in its instruction emulator, which has no IRET in protected mode. A handler
 * therefore never returns to what it interrupted. It leaves by resuming the
 * halt loop (irq_park) or the caller of wait_irq() (irq_resume), with a stack
 * pointer that was saved beforehand.
 */
#include "guests/abi.h"
#include "guests/x86/apic.h"

#define SHARED_TAKEN	(GUEST_SHARED_ADDR + GUEST_TAKEN_OFFSET)

	.macro	x2apic_eoi
	mov	$X2APIC_MSR(APIC_EOI), %ecx
	xor	%eax, %eax
	xor	%edx, %edx
	wrmsr
	.endm

	.section .text.start, "ax"
	.code32
	.globl	start
start:
	push	%eax			/* guest_main(cpu) */
	lgdt	gdt_pointer		/* an interrupt loads CS from it */
	lidt	idt_pointer
	call	guest_main
	mov	$GUEST_FAIL_RETURN, %eax
	jmp	fail

	.text

/* An exception has no way to report but through the VMM. */
	.globl	irq_unexpected
irq_unexpected:
	mov	$GUEST_FAIL_EXCEPTION, %eax
fail:
	mov	$GUEST_PORT_FAIL, %dx
	out	%eax, %dx
	cli
	hlt
	jmp	fail

/*
 * void park(u32 cpu): halt with interrupts on for ever, taking each one that
 * comes through irq_park. EBX holds the vCPU's index, EBP its stack, from here
 * on: nothing else runs on this vCPU.
 */
	.globl	park
park:
	mov	4(%esp), %ebx
	mov	%esp, %ebp
parked:
	mov	%ebp, %esp
	sti
	hlt
	jmp	parked

/*
 * The interrupt at a parked vCPU: count it, acknowledge it, let the payload
 * know who has taken it, park again.
 */
	.globl	irq_park
irq_park:
	mov	%ebp, %esp
	incl	SHARED_TAKEN(, %ebx, 4)
	movl	$0, APIC_BASE + APIC_EOI
	push	%ebx
	call	guest_taken
	jmp	parked

/* The same in x2APIC mode. */
	.globl	irq_park_x2apic
irq_park_x2apic:
	mov	%ebp, %esp
	incl	SHARED_TAKEN(, %ebx, 4)
	x2apic_eoi
	push	%ebx
	call	guest_taken
	jmp	parked

/*
 * void wait_irq(void): halt until irq_resume runs. The caller has interrupts
 * off; STI holds them off for one more instruction, so that an interrupt that
 * is already pending ends the HLT and is not lost before it.
 */
	.globl	wait_irq
wait_irq:
	push	%ebx
	push	%esi
	push	%edi
	push	%ebp
	mov	%esp, resume_esp
	sti
	hlt
	jmp	irq_unexpected		/* HLT ended, but not by irq_resume */

/* void take_irq(void): the same for an interrupt that is pending, without HLT. */
	.globl	take_irq
take_irq:
	push	%ebx
	push	%esi
	push	%edi
	push	%ebp
	mov	%esp, resume_esp
	sti
1:	nop
	jmp	1b

	.globl	irq_resume_x2apic
irq_resume_x2apic:
	mov	resume_esp, %esp
	x2apic_eoi
	jmp	resume

	.globl	irq_resume
irq_resume:
	mov	resume_esp, %esp
	movl	$0, APIC_BASE + APIC_EOI
resume:
	pop	%ebp
	pop	%edi
	pop	%esi
	pop	%ebx
	ret				/* the interrupt gate left interrupts off */

/*
 * void spin(void): runnable for ever. A long run of NOPs, and no PAUSE: where
 * PAUSE exits, this vCPU would itself call kvm_vcpu_on_spin(). A translating
 * emulator makes one block of many NOPs, so that time in here costs little.
 */
	.globl	spin
spin:
	.rept	4096
	nop
	.endr
	jmp	spin

	.section .rodata, "a"
	.align	8
gdt:
	.quad	0
	.quad	0x00cf9b000000ffff	/* GUEST_CS: flat, 32-bit code, accessed */
	.quad	0x00cf93000000ffff	/* GUEST_DS: flat, 32-bit data, accessed */
gdt_pointer:
	.word	. - gdt - 1
	.long	gdt

	.bss
	.align	4
resume_esp:
	.long	0

	.section .note.GNU-stack, "", @progbits
