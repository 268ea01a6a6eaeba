// A plugin of QEMU's emulator (docs/devel/tcg-plugins.rst): counts the instructions of one task of a
// guest with one x86-64 processor, by where in the kernel their blocks begin, and who has called.
//
//   -plugin file=functions.so,out=FILE
//
// A task makes itself known by a mark: a number that it spells, bit by bit, with instructions that do
// nothing else (mark.h). At each, FILE gets a line "mark NUMBER", and for each block of the kernel
// that the task has executed since its mark before, a line "ADDRESS INSTRUCTIONS CALL" (the address is
// hexadecimal); those of user mode all have the address 0. A line "call NUMBER CALLER ADDRESS" says
// before that which call it was: the address of the instruction, within another call; 0 is none.
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../twins/mark.h"
#include "calls.h"

#define EXPORT __attribute__((visibility("default")))

// What this takes of QEMU's interface, version 1 (QEMU 4.2 to 8.2). Debian 12 has no package with its header.
struct qemu_plugin_tb;
struct qemu_plugin_insn;
// Reads alone are not to be had: QEMU 7.2 then tells of none.
enum {NO_REGISTERS = 0, READS_AND_WRITES = 3};
typedef void (*executed_callback)(unsigned cpu, void *data);
typedef void (*accessed_callback)(unsigned cpu, uint32_t info, uint64_t address, void *data);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, void (*)(uint64_t, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *, executed_callback, int, void *);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, executed_callback, int, void *);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *, accessed_callback, int, int, void *);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
bool qemu_plugin_mem_is_store(uint32_t info);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);

EXPORT int qemu_plugin_version = 1;

#define BUCKETS (1 << 16)

// Instructions in a row. QEMU may translate a part of them, or all of them again.
struct block {
	uint64_t address;
	uint64_t length;
	struct count *counts;  // the last one first
	struct block *next;
};

// How often a block was executed in a call.
struct count {
	const struct call *call;
	uint64_t times;
	struct count *next;
};

static struct block *buckets[BUCKETS];
static FILE *out;
static uint64_t running;       // the task that has the processor, as the address of a field of it
static uint64_t watched;       // the task that has made the last mark
static uint64_t mark;          // as far as it is spelled

static bool is_kernel(uint64_t address)
{
	return address >> 63;
}

static struct block *find_block(uint64_t address, uint64_t length)
{
	struct block **at = &buckets[(address ^ address >> 16 ^ length << 8) % BUCKETS];
	while (*at && ((*at)->address != address || (*at)->length != length)) {
		at = &(*at)->next;
	}

	if (!*at) {
		*at = calloc(1, sizeof **at);
		if (!*at) {
			abort();
		}

		**at = (struct block){.address = address, .length = length};
	}

	return *at;
}

// Moves the count of the call to the front, or makes one.
static void find_count(struct block *block, const struct call *call)
{
	struct count **at = &block->counts;
	while (*at && (*at)->call != call) {
		at = &(*at)->next;
	}

	struct count *count = *at ? *at : calloc(1, sizeof *count);
	if (!count) {
		abort();
	}

	if (*at) {
		*at = count->next;
	}

	count->call = call;
	count->next = block->counts;
	block->counts = count;
}

static void block_executed(unsigned cpu, void *data)
{
	(void)cpu;
	struct block *block = data;
	if (running != watched) {
		return;
	}

	if (block->address == 0) {
		depth = 0;
	}

	const struct call *call = innermost();
	if (!block->counts || block->counts->call != call) {
		find_count(block, call);
	}

	block->counts->times++;
}

static void called(unsigned cpu, uint32_t info, uint64_t slot, void *address)
{
	(void)cpu;
	if (running == watched && qemu_plugin_mem_is_store(info)) {
		enter(slot, (uint64_t)(uintptr_t)address, out);
	}
}

static void returned(unsigned cpu, uint32_t info, uint64_t slot, void *data)
{
	(void)cpu, (void)info, (void)data;
	if (running == watched) {
		return_to(slot);
	}
}

// __switch_to_asm() has loaded the stack of the next task from its struct.
static void switched(unsigned cpu, uint32_t info, uint64_t address, void *data)
{
	(void)cpu, (void)info, (void)data;
	running = address;
}

static void mark_spelled(unsigned cpu, void *bit)
{
	(void)cpu;
	mark = mark << 1 | (uint64_t)(uintptr_t)bit;
}

static void write_counts(struct block *block)
{
	for (struct count *count = block->counts; count; count = count->next) {
		if (count->times > 0 && running == watched) {
			fprintf(out, "%" PRIx64 " %" PRIu64 " %" PRIu64 "\n", block->address,
				count->times * block->length, count->call->number);
		}

		count->times = 0;
	}
}

static void mark_ended(unsigned cpu, void *data)
{
	(void)cpu, (void)data;
	fprintf(out, "mark %" PRIu64 "\n", mark);
	for (size_t index = 0; index < BUCKETS; index++) {
		for (struct block *block = buckets[index]; block; block = block->next) {
			write_counts(block);
		}
	}

	fflush(out);
	mark = 0;
	watched = running;
}

// mov OFFSET(%rsi),%rsp is in __switch_to_asm() and nowhere else: arch/x86/entry/entry_64.S.
static bool switches(const uint8_t *bytes, size_t size)
{
	return size == 7 && memcmp(bytes, "\x48\x8b\xa6", 3) == 0;
}

static void watch(struct qemu_plugin_insn *insn, bool of_kernel)
{
	const uint8_t *bytes = qemu_plugin_insn_data(insn);
	size_t size = qemu_plugin_insn_size(insn);
	uint32_t word;
	if (of_kernel && switches(bytes, size)) {
		qemu_plugin_register_vcpu_mem_cb(insn, switched, NO_REGISTERS, READS_AND_WRITES, NULL);
	} else if (of_kernel && is_call(bytes)) {
		void *address = (void *)(uintptr_t)qemu_plugin_insn_vaddr(insn);
		qemu_plugin_register_vcpu_mem_cb(insn, called, NO_REGISTERS, READS_AND_WRITES, address);
	} else if (of_kernel && is_return(bytes)) {
		qemu_plugin_register_vcpu_mem_cb(insn, returned, NO_REGISTERS, READS_AND_WRITES, NULL);
	} else if (!of_kernel && size == 7 && memcmp(bytes, MARK_OPCODE, 3) == 0) {
		memcpy(&word, bytes + 3, sizeof word);
		if (word == MARK_END) {
			qemu_plugin_register_vcpu_insn_exec_cb(insn, mark_ended, NO_REGISTERS, NULL);
		} else if (word == MARK_ZERO || word == MARK_ONE) {
			uintptr_t bit = word == MARK_ONE;
			qemu_plugin_register_vcpu_insn_exec_cb(insn, mark_spelled, NO_REGISTERS, (void *)bit);
		}
	}
}

static void translated(uint64_t id, struct qemu_plugin_tb *tb)
{
	(void)id;
	uint64_t address = qemu_plugin_tb_vaddr(tb);
	size_t length = qemu_plugin_tb_n_insns(tb);
	bool of_kernel = is_kernel(address);
	for (size_t index = 0; index < length; index++) {
		watch(qemu_plugin_tb_get_insn(tb, index), of_kernel);
	}

	struct block *block = find_block(of_kernel ? address : 0, length);
	qemu_plugin_register_vcpu_tb_exec_cb(tb, block_executed, NO_REGISTERS, block);
}

EXPORT int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv)
{
	(void)info;
	const char *path = argc == 1 && strncmp(argv[0], "out=", 4) == 0 ? argv[0] + 4 : NULL;
	// Boots of one guest follow each other in the file.
	out = path ? fopen(path, "a") : NULL;
	if (!out) {
		fprintf(stderr, "functions.so: out=FILE names no file that can be written\n");
		return 1;
	}

	fprintf(out, "boot\n");
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	return 0;
}
