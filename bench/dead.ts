// Dead connections for a server: our deadconn, and the C loop that does the same.
import {z} from 'zod';
import {startOurs} from './our-program.js';
import {Program} from './program.js';

const OPEN_SECONDS = 120;
/** Source addresses, used in turn: enough that none runs short of ports. */
const SOURCES = 8;

const readySchema = z.object({open: z.number(), seconds: z.number()});
const reportSchema = z.object({open: z.number()});

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
			opened(new Program({name: 'C loop', command, args: [port, count, SOURCES].map(String), cpu})),
	};
}

/** @throws Error where the server has closed any of them, or deadconn has. */
export async function assertAllOpen({program, open}: Dead): Promise<void> {
	const now = reportSchema.parse(await program.report()).open;
	if (now !== open) {
		throw new Error(`of ${open} dead connections only ${now} are still open: no valid comparison`);
	}
}

async function opened(program: Program): Promise<Dead> {
	const {open, seconds} = readySchema.parse(await program.until('ready', OPEN_SECONDS));
	return {program, open, seconds};
}
