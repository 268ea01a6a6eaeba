// What a dphttpd cell measures.
import type {Measure, Measures} from '../../method/measure.js';
import {cost, perReply, serverMeasures} from '../server-measures.js';

function latency(name: string): Measure {
	return {
		title: `Reply time, ${name}`,
		unit: 'µs',
		short: `${name} µs`,
		column: `reply_us_${name.replace('.', '_')}`,
		digits: 0,
		better: 'less',
		spoiledBy: 'pace',
	};
}

function perAccept(title: string, short: string, column: string): Omit<Measure, 'unit'> {
	return {title, short, column, digits: 2, ...cost};
}

export const measures: Measures = {
	...serverMeasures,
	/** By the server's own count; a server of others does not tell. */
	waits: perReply('Waits', 'waits/reply', 'waits_per_reply'),
	controls: perReply('Changes of what is watched', 'controls/reply', 'controls_per_reply'),
	/** Of all names. */
	syscalls: perReply('System calls', 'calls/reply', 'syscalls_per_reply'),
	/** A name, or a name and the errno with which such calls failed: syscalls.recvfrom.EAGAIN. */
	'syscalls.*': perReply('System calls: *', '*/reply', 'syscalls_*_per_reply'),
	/** Warp's rule (docs/serving.md): the share of receives in vain below which eager makes fewer calls. */
	'eager.limit': perReply('Eager makes fewer calls below EAGAIN', 'limit', 'eager_limit_per_reply'),
	'switches.*': perReply('Context switches, *', '* switches/reply', 'switches_*_per_reply'),
	/** By the kernel's counters of the network namespace: both ends, where both are in it. */
	'segments.*': perReply('TCP segments: *', '*/reply', 'segments_*_per_reply'),
	/** Of the threads that serve alone: what the kernel wakes them for. */
	'accept.switches': {
		...perAccept('Voluntary switches', 'switches/accept', 'voluntary_switches_per_accept'),
		unit: '/accept',
	},
	'accept.cpu': {
		...perAccept('Server CPU', 'CPU µs/accept', 'cpu_us_per_accept'),
		unit: 'µs/accept',
	},
	/** Of the accepts; it is 1 / workers where all get the same. */
	'accept.busiest': {
		...perAccept("Busiest worker's share", 'busiest', 'busiest_share_of_accepts'),
		unit: 'of accepts',
	},
	/** By the processor's own count; in a guest that counts, by the server's processor time. */
	instructions: {
		...perReply('Instructions', 'instructions/reply', 'instructions_per_reply'),
		digits: 0,
		costUs: instructions => instructions / 1000,
		basis: 'instructions',
	},
	cycles: {...perReply('Cycles', 'cycles/reply', 'cycles_per_reply'), digits: 0},
	/** Open at the load client, on average over its window. */
	held: {
		title: 'Connections held',
		unit: 'connections',
		column: 'connections_held',
		digits: 1,
		better: 'more',
		spoiledBy: 'pace',
	},
	'latency.p50': latency('p50'),
	'latency.p99': latency('p99'),
	'latency.p99.9': latency('p99.9'),
	'latency.stddev': latency('stddev'),
	/** Of the kernel's slab on the server's host. */
	slab: {
		title: 'Kernel slab',
		unit: 'bytes/dead connection',
		short: 'slab B/dead',
		column: 'slab_bytes_per_dead',
		digits: 0,
		...cost,
	},
	rss: {
		title: 'Server RSS',
		unit: 'bytes/dead connection',
		short: 'RSS B/dead',
		column: 'rss_bytes_per_dead',
		digits: 0,
		...cost,
	},
	/** How long it took to open the dead connections that the cell before did not have. */
	setup: {title: 'Opening the dead', unit: 's', column: 'setup_s', digits: 2, ...cost},
};
