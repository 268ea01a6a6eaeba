// What the kernel's table of TCP sockets tells of one port.
import {readFileSync} from 'node:fs';

const TIME_WAIT = '06';

/** How many sockets of this machine are in TIME_WAIT with `port` at either end (proc_pid_net(5)). */
export function timeWaits(port: number): number {
	const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	return readFileSync('/proc/net/tcp', 'latin1')
		.split('\n')
		.map(line => line.trim().split(/\s+/))
		.filter(
			([, local, remote, state]) =>
				state === TIME_WAIT && [local, remote].some(address => address?.endsWith(suffix)),
		).length;
}
