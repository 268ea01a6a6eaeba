// The calls of the kernel that one task is in, each within the one that made it. A call is known by where on
// the stack its return address lies: what is above that has returned, whichever way it did.
#define STACK_SHIFT 14         // THREAD_SIZE and IRQ_STACK_SIZE: arch/x86/include/asm/page_64_types.h
#define MOST_NESTED 1024
#define CALL_BUCKETS (1 << 16)

struct call {
	uint64_t number;
	uint64_t address;      // of the instruction
	const struct call *caller;
	struct call *next;
};

static const struct call no_call;
static struct call *calls[CALL_BUCKETS];
static struct {uint64_t slot; const struct call *call;} nested[MOST_NESTED];
static size_t depth;

static const struct call *innermost(void)
{
	return depth > 0 ? nested[depth - 1].call : &no_call;
}

static bool is_same_stack(uint64_t slot, uint64_t other)
{
	return slot >> STACK_SHIFT == other >> STACK_SHIFT;
}

// Whether the innermost call has returned, as the stack now ends at `slot`. An interrupt has a stack of its own.
static bool has_returned(uint64_t slot)
{
	if (is_same_stack(nested[depth - 1].slot, slot)) {
		return nested[depth - 1].slot <= slot;
	}

	for (size_t index = depth - 1; index > 0; index--) {
		if (is_same_stack(nested[index - 1].slot, slot)) {
			return true;
		}
	}

	return false;
}

static void return_to(uint64_t slot)
{
	while (depth > 0 && has_returned(slot)) {
		depth--;
	}
}

// Tells `out` of each call once.
static const struct call *find_call(const struct call *caller, uint64_t address, FILE *out)
{
	static uint64_t count;
	struct call **at = &calls[(address ^ caller->number * 0x9e3779b1u) % CALL_BUCKETS];
	while (*at && ((*at)->address != address || (*at)->caller != caller)) {
		at = &(*at)->next;
	}

	if (!*at) {
		*at = calloc(1, sizeof **at);
		if (!*at) {
			abort();
		}

		**at = (struct call){.number = ++count, .address = address, .caller = caller};
		fprintf(out, "call %" PRIu64 " %" PRIu64 " %" PRIx64 "\n", count, caller->number, address);
	}

	return *at;
}

static void enter(uint64_t slot, uint64_t address, FILE *out)
{
	return_to(slot);
	if (depth < MOST_NESTED) {
		const struct call *call = find_call(innermost(), address, out);
		nested[depth].slot = slot;
		nested[depth++].call = call;
	}
}

// The opcode behind prefixes: "Instruction Format" in volume 2 of Intel's manual.
static const uint8_t *opcode_of(const uint8_t *bytes)
{
	while (*bytes >> 4 == 4 || memchr("\x2e\x3e\x66\xf2\xf3", *bytes, 5)) {
		bytes++;
	}

	return bytes;
}

// CALL rel32 and CALL r/m64.
static bool is_call(const uint8_t *bytes)
{
	const uint8_t *opcode = opcode_of(bytes);
	return opcode[0] == 0xe8 || (opcode[0] == 0xff && (opcode[1] >> 3 & 7) == 2);
}

// RET and RET imm16.
static bool is_return(const uint8_t *bytes)
{
	const uint8_t *opcode = opcode_of(bytes);
	return opcode[0] == 0xc3 || opcode[0] == 0xc2;
}
