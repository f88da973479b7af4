// SPDX-License-Identifier: GPL-2.0-only
/* insn.c - classify instructions: Intel SDM vol. 2, appendix A, opcode maps. */
#include "insn.h"

static bool is_prefix(uint8_t byte)
{
	switch (byte) {
	case 0x26: case 0x2e: case 0x36: case 0x3e: case 0x64: case 0x65:
	case 0x66: case 0x67: case 0xf0: case 0xf2: case 0xf3:
		return true;
	}
	return false;
}

/* 66 87 and both operands the same register. See guests/mark.h. */
static enum insn_kind mark_kind(const uint8_t *bytes, size_t size)
{
	if (size != 3 || bytes[0] != 0x66 || bytes[1] != 0x87)
		return INSN_OTHER;
	switch (bytes[2]) {
	case 0xdb: return INSN_MARK_BEGIN;
	case 0xed: return INSN_MARK_THREAD;
	case 0xe4: return INSN_MARK_TASKS;
	case 0xc9: return INSN_MARK_END;
	case 0xd2: return INSN_MARK_ZERO;
	case 0xf6: return INSN_MARK_ONE;
	case 0xff: return INSN_MARK_MESSAGE;
	}
	return INSN_OTHER;
}

static enum insn_kind two_byte_kind(const uint8_t *op, size_t left)
{
	uint8_t second = left > 1 ? op[1] : 0, third = left > 2 ? op[2] : 0;

	if ((second & 0xf0) == 0x80)
		return INSN_BRANCH;
	switch (second) {
	case 0x31:				/* rdtsc */
		return INSN_READ_TSC;
	case 0x01:				/* vmcall, vmmcall, rdtscp */
		if (third == 0xf9)
			return INSN_READ_TSC;
		return third == 0xc1 || third == 0xd9 ? INSN_EXITS : INSN_OTHER;
	case 0x30: case 0x32: case 0xa2:	/* wrmsr, rdmsr, cpuid */
		return INSN_EXITS;
	}
	return INSN_OTHER;
}

static enum insn_kind one_byte_kind(const uint8_t *op, size_t left)
{
	uint8_t reg = left > 1 ? op[1] >> 3 & 7 : 0;

	if ((op[0] & 0xf0) == 0x70 || (op[0] & 0xfc) == 0xe0)
		return INSN_BRANCH;
	switch (op[0]) {
	case 0xe8:
		return INSN_CALL;
	case 0xc2: case 0xc3: case 0xca: case 0xcb:
		return INSN_RETURN;
	case 0xff:
		if (reg == 2 || reg == 3)
			return INSN_CALL_INDIRECT;
		return reg == 4 || reg == 5 ? INSN_JUMP_INDIRECT : INSN_OTHER;
	case 0x6c: case 0x6d: case 0x6e: case 0x6f:	/* ins, outs */
	case 0xe4: case 0xe5: case 0xe6: case 0xe7:	/* in, out */
	case 0xec: case 0xed: case 0xee: case 0xef:
		return INSN_EXITS;
	case 0xf4:
		return INSN_HALTS;
	}
	return INSN_OTHER;
}

struct insn_class insn__classify(const uint8_t *bytes, size_t size, bool wide)
{
	struct insn_class class = { mark_kind(bytes, size), false };
	size_t at = 0, left;

	if (class.kind != INSN_OTHER)
		return class;
	for (; at < size && is_prefix(bytes[at]); at++)
		class.atomic |= bytes[at] == 0xf0;
	if (wide && at < size && (bytes[at] & 0xf0) == 0x40)
		at++;
	left = size - at;
	if (!left)
		return class;
	class.kind = bytes[at] == 0x0f ? two_byte_kind(bytes + at, left) :
					 one_byte_kind(bytes + at, left);
	/* xchg with memory is locked without a prefix. */
	if ((bytes[at] & 0xfe) == 0x86 && left > 1 && bytes[at + 1] < 0xc0)
		class.atomic = true;
	return class;
}
