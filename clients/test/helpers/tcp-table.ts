// What the kernel's table of TCP sockets tells of a server's connections.
import {readFileSync} from 'node:fs';

const TIME_WAIT = '06';

/**
 * How many sockets of this machine are in TIME_WAIT (proc_pid_net(5)), at either end of a connection
 * between `server` and one of the ports its clients had. Both ports count: the server's alone may be
 * a port that a stranger's client had, on its way to another server.
 */
export function timeWaits(server: {
	readonly port: number;
	readonly clientPorts: readonly number[];
}): number {
	const clients = new Set(server.clientPorts);
	return readFileSync('/proc/net/tcp', 'latin1')
		.split('\n')
		.map(line => line.trim().split(/\s+/))
		.filter(([, local, remote, state]) => {
			const ports = [portOf(local), portOf(remote)];
			return (
				state === TIME_WAIT && ports.includes(server.port) && ports.some(port => clients.has(port))
			);
		}).length;
}

function portOf(address = ''): number {
	return Number.parseInt(address.split(':')[1] ?? '', 16);
}
