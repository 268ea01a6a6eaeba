// The seam of foreign servers: what is known of one that is not ours, a module each in kinds/, or what a
// person has told of their own.
import type {Probe} from '../../linux/poller.js';
import type {ListenerKind} from '../listener-kinds.js';

/** What a foreign server is told, in words of its own configuration. */
export type ForeignOptions = {
	/** An empty folder for its configuration, its sockets and whatever else it writes. */
	readonly folder: string;
	readonly address: string;
	readonly port: number;
	/** Of one that speaks TLS too: where it does. */
	readonly tlsPort?: number | undefined;
	readonly backlog: number;
	/** Bytes of a reply's body, a multiple of 64 (see bodySizeOf). */
	readonly messageSize: number;
	/** Of a relay: where it forwards to, as HOST:PORT; empty for all others. */
	readonly origin: string;
	/** Bytes of the disk of one that serves a disk. */
	readonly diskSize: number;
	/** It is to be had inside TLS alone, with the key of linux/psk.ts. */
	readonly isSecure: boolean;
	readonly maxConnections: number;
	/** Several processes are to serve; none: one, as it is with every server. */
	readonly crew: {readonly workers: number; readonly listener: ListenerKind} | undefined;
	/** A connection is to be accepted once data of it has come. */
	readonly deferAccept: boolean;
};

/** What it counts itself, asked over a socket that it does not count. */
export type ForeignCounts = {
	/** Whole replies, since it began. */
	readonly replies: number;
	readonly connections: {readonly now: number; readonly accepted: number};
};

/** A command and its arguments, for no shell. */
export type Command = readonly [command: string, ...args: string[]];

/** A module of kinds/, disks/ or relays/: its file's name is the server's. */
export type ForeignKind = {
	/** Whether it is installed; `note` is its version, `listeners` what `crew` may ask for: none, it has no crew. */
	probe(): Probe;
	/** Writes what it needs into `folder`. Returns its command: it stays in the foreground. */
	prepare(options: ForeignOptions): Command;
	/**
	 * None: the kernel counts its connections, and nobody its replies.
	 * @throws Error where it does not answer as it should.
	 */
	count?(folder: string): Promise<ForeignCounts>;
	/** The folder that it is started in; none: this program's. */
	readonly startsIn?: string;
	/** It serves a disk by NBD: it is not asked for a reply of HTTP. */
	readonly isDisk?: boolean;
	/** It chooses no port of its own, and cannot be given one that is held for it (SO_REUSEADDR). */
	readonly needsFreePort?: boolean;
	/** On a second port, where idle connections may shake hands. */
	readonly speaksTls?: boolean;
};

/** Which processes it has: one and its descendants, or those of a control group, by its path. */
export type Processes = {readonly pid: number} | {readonly cgroup: string};

/** A server that runs already: it is neither started nor ended. */
export type Attached = {
	probe(): Probe;
	readonly attached: {readonly address: string; readonly port: number} & Processes;
};
