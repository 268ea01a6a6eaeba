// What is measured of any server that answers requests.
import type {Measure, Measures} from '../method/measure.js';

/** Of what a reply costs: less is better, and nobody's pace is in it. */
export const cost = {better: 'less', spoiledBy: 'cell'} as const;

/** Processor time of each reply. */
function cpu(title: string, short: string, column: string): Measure {
	return {title, short, column, unit: 'µs/reply', digits: 2, ...cost};
}

/** A number for each reply. */
export function perReply(title: string, short: string, column: string): Measure {
	return {title, short, column, unit: '/reply', digits: 3, ...cost};
}

export const serverMeasures = {
	/** By the client's count, in its window. */
	rate: {
		title: 'Reply rate',
		unit: 'replies/s',
		short: 'replies/s',
		column: 'replies_per_second',
		digits: 0,
		better: 'more',
		spoiledBy: 'pace',
	},
	cpu: {
		...cpu('Server CPU', 'CPU µs/reply', 'cpu_us_per_reply'),
		part: {measure: 'cpu.system', whole: 'user + system', part: 'system'},
	},
	/** What fills one processor of the server, whatever else was the limit: 1 / cpu. */
	capacity: {
		title: 'Capacity',
		unit: 'replies/s of CPU time',
		short: 'capacity/s',
		column: 'capacity_replies_per_cpu_second',
		digits: 0,
		better: 'more',
		spoiledBy: 'cell',
		costUs: replies => 1e6 / replies,
		basis: 'CPU',
	},
	'cpu.user': cpu('Server CPU, user', 'user', 'cpu_user_us_per_reply'),
	'cpu.system': cpu('Server CPU, system', 'system', 'cpu_system_us_per_reply'),
} satisfies Measures;
