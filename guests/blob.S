/* SPDX-License-Identifier: GPL-2.0-only */
/* blob.S - a payload's image as data of the VMM. */
#define PASTE(a, b)	a##b
#define END(name)	PASTE(name, _end)

	.section .rodata, "a"
	.globl	BLOB_NAME, END(BLOB_NAME)
BLOB_NAME:
	.incbin	BLOB_FILE
END(BLOB_NAME):
	.section .note.GNU-stack, "", @progbits
