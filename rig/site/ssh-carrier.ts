// The agent of another machine, through the system's ssh.
import type {Carrier} from './carrier.js';
import {carryBy} from './process-carrier.js';

/** Where and how a host is reached, as its inventory says. */
export type SshTarget = {
	readonly host: string;
	readonly user?: string | undefined;
	readonly port?: number | undefined;
	readonly key?: string | undefined;
	/** Further arguments of ssh: a jump host, say. */
	readonly options: readonly string[];
};

/** Seconds; ssh gives up on a silent connection after three of the second. */
const CONNECT_SECONDS = 10;
const ALIVE_SECONDS = 5;

/**
 * Starts `command agent` on a host. sshd hands what it is told to a shell, so `command` must be a
 * path of plain characters; nothing else of ours goes there.
 */
export function startSshAgent(target: SshTarget, command: string): Carrier {
	return carryBy('ssh', [...sshArguments(target), '--', target.host, `exec ${command} agent`]);
}

/** What ssh is told before the host: ssh_config(5) has the options. */
export function sshArguments({user, port, key, options}: SshTarget): string[] {
	return [
		'-T',
		// The first value of an option counts: the inventory's own come before ours.
		...options,
		...['-o', 'BatchMode=yes', '-o', `ConnectTimeout=${CONNECT_SECONDS}`],
		...['-o', `ServerAliveInterval=${ALIVE_SECONDS}`, '-o', 'ServerAliveCountMax=3'],
		// A connection of its own, that lasts as long as the run: no one else's master.
		...['-o', 'ControlMaster=no', '-o', 'ControlPath=none', '-o', 'ForwardAgent=no'],
		...['-o', 'LogLevel=ERROR'],
		...(user === undefined ? [] : ['-l', user]),
		...(port === undefined ? [] : ['-p', String(port)]),
		...(key === undefined ? [] : ['-o', 'IdentitiesOnly=yes', '-i', key]),
	];
}
