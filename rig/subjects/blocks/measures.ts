// What a cell of blocks measures.
import type {Measure, Measures} from '../../method/measure.js';

const cost = {better: 'less', spoiledBy: 'cell'} as const;

function cpu(title: string, short: string, column: string): Measure {
	return {title, short, column, unit: 'µs/reply', digits: 2, ...cost};
}

function perReply(title: string, short: string, column: string): Measure {
	return {title, short, column, unit: '/reply', digits: 3, ...cost};
}

export const measures: Measures = {
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
	/** By the server's own count: those that only went on with what a full socket had cut short are apart. */
	'calls.read': {
		...perReply('Calls to send a read', 'calls/read', 'calls_per_read'),
		unit: '/read',
	},
	'calls.write': {
		...perReply('Calls to answer a write', 'calls/write', 'calls_per_write'),
		unit: '/write',
	},
	resumed: perReply('Calls that went on with a reply', 'resumed/reply', 'resumed_per_reply'),
	/** By TCP_INFO of the server's connections. */
	segments: perReply('TCP segments with data', 'segments/reply', 'segments_per_reply'),
	waits: perReply('Waits', 'waits/reply', 'waits_per_reply'),
	'syscalls.*': perReply('System calls: *', '*/reply', 'syscalls_*_per_reply'),
	'switches.*': perReply('Context switches, *', '* switches/reply', 'switches_*_per_reply'),
	instructions: {
		...perReply('Instructions', 'instructions/reply', 'instructions_per_reply'),
		digits: 0,
	},
	cycles: {...perReply('Cycles', 'cycles/reply', 'cycles_per_reply'), digits: 0},
};
