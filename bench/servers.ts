// Our dphttpd, its C twin, and servers of others, as servers of a comparison.
import {dphttpdEvents} from '../programs/events/dphttpd.js';
import {readEvent} from '../programs/events/read-event.js';
import {type Program, startOurs, startProgram} from './program.js';
import {compileTwin} from './twin.js';

const ADDRESS = '127.0.0.1';
/** Room for the load client beside the dead connections. */
const SPARE_CONNECTIONS = 1000;
/** Of listen(): as large as net.core.somaxconn is by default, so that no opener outruns it. */
const BACKLOG = 4096;

const listening = dphttpdEvents.ready.pick({port: true});

/** A server that listens on 127.0.0.1. */
type RunningServer = {readonly program: Program; readonly port: number};

/** Where a server runs, and how many dead connections it must have room for. */
type ServerOptions = {readonly cpu: number; readonly dead: number};

/** A server to be started, on a port of its own. */
export type ServerKind = {
	readonly name: string;
	start(options: ServerOptions): Promise<RunningServer>;
};

/** The connections that a server is told to take. */
function roomFor(dead: number): number {
	return dead + SPARE_CONNECTIONS;
}

/** Our dphttpd on `mechanism`. */
export function dphttpd(mechanism: string): ServerKind {
	return ourServer(`dphttpd ${mechanism}`, 'servers/dphttpd', [`--mechanism=${mechanism}`]);
}

/** nginx or HAProxy, one process with one thread. */
export function foreignServer(name: string): ServerKind {
	return ourServer(name, 'servers/foreign', [`--server=${name}`]);
}

/** The C twin on io_uring: multishot accept and receive, provided buffers, one call a turn. */
export function ringTwin(): ServerKind {
	return twin('C twin io_uring', 'dphttpd-ring', ['0']);
}

/** The C twin on `mechanism`, poll or epoll, doing the work of a turn in `order`, plain or phased. */
export function dphttpdTwin(mechanism: string, order: string): ServerKind {
	return twin(`C twin ${mechanism}, ${order}`, 'dphttpd', [mechanism, '0', order]);
}

function twin(name: string, file: string, args: readonly string[]): ServerKind {
	const command = compileTwin(file);
	return {
		name,
		start: async ({cpu}) => started(startProgram({name, command, args, cpu})),
	};
}

/** A program of ours that has a server's options. */
function ourServer(name: string, folder: string, args: readonly string[]): ServerKind {
	const usual = [`--address=${ADDRESS}`, '--port=0', `--backlog=${BACKLOG}`];
	return {
		name,
		start: async ({cpu, dead}) =>
			started(startOurs(folder, [...args, ...usual, `--maxfds=${roomFor(dead)}`], cpu)),
	};
}

/** The server that `program` is, once it listens. */
export async function started(program: Program): Promise<RunningServer> {
	const {port} = readEvent(listening, program.name, await program.waitFor('ready'));
	return {program, port};
}
