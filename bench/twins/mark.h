// How a program of a guest tells the plugin of QEMU (bench/plugin/functions.c) a number: by instructions
// that do nothing, with displacements that nothing else has. Without the plugin they do nothing either.
#define MARK_OPCODE "\x0f\x1f\x80" // nopl DISPLACEMENT(%rax)
#define MARK_ZERO 0x64770000
#define MARK_ONE 0x64770001
#define MARK_END 0x64770002
