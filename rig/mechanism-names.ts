// The names of mechanisms as people type them.

/** Other names that are understood: the study calls epoll's system calls sys-epoll. */
const aliases: Readonly<Record<string, string>> = {'sys-epoll': 'epoll', sys_epoll: 'epoll'};

/** The name that a mechanism has here. */
export function canonicalName(name: string): string {
	return aliases[name] ?? name;
}
