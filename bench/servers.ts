// Our dphttpd and its C twin, as servers of a comparison.
import {z} from 'zod';
import {startOurs} from './our-program.js';
import {Program} from './program.js';
import {compileTwin} from './twin.js';

const ADDRESS = '127.0.0.1';
/** What a server has room for: more than the dead connections of a comparison and its load. */
export const MAX_CONNECTIONS = 20_000;
/** Of listen(): as large as net.core.somaxconn is by default, so that no opener outruns it. */
export const BACKLOG = 4096;

const readySchema = z.object({port: z.number()});

/** A server that listens on 127.0.0.1. */
export type RunningServer = {readonly program: Program; readonly port: number};

/** A server to be started, on a port of its own. */
export type ServerKind = {
	readonly name: string;
	start(cpu: number): Promise<RunningServer>;
};

/** Our dphttpd on `mechanism`. */
export function dphttpd(mechanism: string): ServerKind {
	const options = {mechanism, address: ADDRESS, port: 0, maxfds: MAX_CONNECTIONS, backlog: BACKLOG};
	const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
	return {
		name: `dphttpd ${mechanism}`,
		start: async cpu => started(startOurs('servers/dphttpd', args, cpu)),
	};
}

/** The C twin on `mechanism`: poll or epoll. */
export function dphttpdTwin(mechanism: string): ServerKind {
	const command = compileTwin('dphttpd');
	const name = `C twin ${mechanism}`;
	return {
		name,
		start: async cpu => started(new Program({name, command, args: [mechanism, '0'], cpu})),
	};
}

async function started(program: Program): Promise<RunningServer> {
	const {port} = readySchema.parse(await program.until('ready'));
	return {program, port};
}
