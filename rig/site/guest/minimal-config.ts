// What a guest needs of a kernel, and no more: what is built here need boot nowhere else.

const wanted = {
	'the processor, its clock and its console': [
		...['64BIT', 'SMP', 'EXPERT', 'HIGH_RES_TIMERS', 'NO_HZ_IDLE', 'HZ_250', 'PREEMPT_VOLUNTARY'],
		...['PRINTK', 'EARLY_PRINTK', 'TTY', 'SERIAL_8250', 'SERIAL_8250_CONSOLE', 'ACPI', 'MULTIUSER'],
	],
	'KVM, where it is': ['HYPERVISOR_GUEST', 'PARAVIRT', 'KVM_GUEST'],
	'the port that its agent speaks through': [
		...['PCI', 'PCI_MSI', 'VIRTIO_MENU', 'VIRTIO_PCI', 'VIRTIO_PCI_LEGACY', 'VIRTIO_CONSOLE'],
	],
	'an initramfs of programs': [
		...['BLK_DEV_INITRD', 'BINFMT_ELF', 'BINFMT_SCRIPT', 'PROC_FS', 'PROC_SYSCTL', 'SYSFS'],
		...['DEVTMPFS', 'SHMEM', 'TMPFS', 'UNIX98_PTYS'],
	],
	'Node.js': [
		...['FUTEX', 'EPOLL', 'EVENTFD', 'SIGNALFD', 'TIMERFD', 'INOTIFY_USER', 'POSIX_TIMERS'],
		...['FILE_LOCKING', 'ADVISE_SYSCALLS', 'MEMBARRIER', 'RSEQ', 'BASE_FULL'],
	],
	'what is compared': ['NET', 'UNIX', 'INET', 'INET_DIAG', 'AIO', 'IO_URING'],
	'what is read of it': ['KALLSYMS', 'SCHED_INFO', 'SCHEDSTATS', 'SLUB'],
};

/** Lines of a configuration; a kernel passes over symbols that it does not have. */
export const minimalConfig = Object.entries(wanted)
	.flatMap(([what, symbols]) => [`# ${what}`, ...symbols.map(symbol => `CONFIG_${symbol}=y`)])
	.join('\n');
