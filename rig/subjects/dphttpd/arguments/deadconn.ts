// deadconn as the rig uses it: its arguments, and what it says.
import {deadconnEvents} from '../../../../programs/events/deadconn.js';
import {formatCpuList} from '../../../../programs/cpu-list.js';
import {type Request, requestArguments} from './request.js';

/** Of a part of a grown population: a quarter of the usual ports of an address (see deadconn's plan). */
export const CONNECTIONS_PER_SOURCE = 7000;

/** Where the dead connections go, and from which processors. */
export type DeadSettings = {
	readonly address: string;
	readonly port: number;
	readonly dead: number;
	readonly cpus: readonly number[];
	/** Source addresses; none: deadconn and the kernel choose. */
	readonly sources: readonly string[];
	/** What they do before they are silent. */
	readonly idle: string;
	/** What they ask for, where they do; and the class of the status that they expect. */
	readonly request: Request;
	readonly status: string;
	/** A fault to be found: so many are closed under load. */
	readonly lose?: number | undefined;
};

/** The arguments, in the order of the study: SERVER PORT N. */
export function deadArguments(settings: DeadSettings): string[] {
	const {address, port, dead, cpus, sources, lose, idle, request, status} = settings;
	return [
		...[address, String(port), String(dead), '--json', '--cpus', formatCpuList(cpus)],
		...(sources.length > 0 ? ['--sources', sources.join(',')] : []),
		...(idle === 'unterminated' ? [] : ['--idle', idle, '--status', status]),
		...requestArguments('--uri', request),
		...(lose === undefined ? [] : ['--lose', String(lose)]),
	];
}

const {ready, failed, report} = deadconnEvents;

export const deadReady = ready.pick({open: true, of: true, seconds: true});

/** It could not open them all: which limit stopped it, and what raises that. */
export const deadFailed = failed.omit({event: true, reason: true});

export const deadReport = report.pick({open: true, closed: true, of: true});
