// Dead connections for a server: our deadconn, and the C loop that does the same.
import {deadconnEvents} from '../programs/events/deadconn.js';
import {readEvent} from '../programs/events/read-event.js';
import {type Program, startOurs, startProgram} from './program.js';

const OPEN_MS = 120_000;
/** Source addresses, used in turn: enough that none runs short of ports. */
const SOURCES = 8;

const ready = deadconnEvents.ready.pick({open: true, seconds: true});
const report = deadconnEvents.report.pick({open: true});

const sources = Array.from({length: SOURCES}, (_, index) => `127.0.0.${index + 2}`).join(',');

/** Where dead connections go, and how many. */
type DeadOptions = {readonly port: number; readonly count: number; readonly cpu: number};

/** Connections that are open, and how many seconds opening them took. */
export type Dead = {readonly program: Program; readonly open: number; readonly seconds: number};

/** A program that opens dead connections. */
export type DeadKind = {readonly name: string; open(options: DeadOptions): Promise<Dead>};

/** Our deadconn. */
export const deadconn: DeadKind = {
	name: 'deadconn',
	open: async ({port, count, cpu}) => {
		const args = ['127.0.0.1', String(port), String(count), '--sources', sources];
		return opened(startOurs('clients/deadconn', args, cpu));
	},
};

/** The C loop, compiled as `command`, from the same addresses as deadconn. */
export function deadconnTwin(command: string): DeadKind {
	return {
		name: 'C loop',
		open: async ({port, count, cpu}) =>
			opened(
				startProgram({name: 'C loop', command, args: [port, count, SOURCES].map(String), cpu}),
			),
	};
}

/** @throws Error where the server has closed any of them, or deadconn has. */
export async function assertAllOpen({program, open}: Dead): Promise<void> {
	const {open: now} = readEvent(report, program.name, await program.report());
	if (now !== open) {
		throw new Error(`of ${open} dead connections only ${now} are still open: no valid comparison`);
	}
}

async function opened(program: Program): Promise<Dead> {
	const line = await program.waitFor('ready', OPEN_MS);
	const {open, seconds} = readEvent(ready, program.name, line);
	return {program, open, seconds};
}
