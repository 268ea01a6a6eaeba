// The system calls of a server, as strace saw them.

/** Of these Node's own loop, which runs on the same thread, has descriptors of its own, used seldom. */
const ofDescriptor = ['io_uring_enter', 'epoll_ctl'];

/**
 * The server's calls between the first report and the last in a log of strace, write(2) included; those
 * that failed also by their errno, as in `recvfrom EAGAIN`.
 */
export function tracedCalls(log: string): Map<string, number> {
	const lines = log.split('\n');
	const isReport = (line: string) => line.includes('{\\"event\\":\\"report\\"');
	const calls = new Map<string, number>();
	const count = (name: string) => {
		const counted = (calls.get(name) ?? 0) + 1;
		calls.set(name, counted);
		return counted;
	};
	for (const line of lines.slice(lines.findIndex(isReport), lines.findLastIndex(isReport))) {
		const [, name, fd] = /^(\w+)\((\d*)/.exec(line) ?? [];
		// A call that the kernel begins again by itself is one call.
		if (!name || /= \? ERESTART(NOHAND|NOINTR|SYS) /.test(line)) {
			continue;
		}

		const [, errno] = / = -1 (E\w+) /.exec(line) ?? [];
		if (errno !== undefined) {
			count(`${name} ${errno}`);
		}

		if (ofDescriptor.includes(name)) {
			calls.set(name, Math.max(calls.get(name) ?? 0, count(`${name} ${fd ?? ''}`)));
		} else {
			count(name);
		}
	}

	return calls;
}
