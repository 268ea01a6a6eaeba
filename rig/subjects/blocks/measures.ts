// What a cell of blocks measures.
import type {Measures} from '../../method/measure.js';
import {perReply, serverMeasures} from '../server-measures.js';

export const measures: Measures = {
	...serverMeasures,
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
	/** By the sequence numbers of the server's connections (RFC 8446, section 5.3). */
	records: perReply('TLS records', 'records/reply', 'records_per_reply'),
	waits: perReply('Waits', 'waits/reply', 'waits_per_reply'),
	'syscalls.*': perReply('System calls: *', '*/reply', 'syscalls_*_per_reply'),
	'switches.*': perReply('Context switches, *', '* switches/reply', 'switches_*_per_reply'),
	instructions: {
		...perReply('Instructions', 'instructions/reply', 'instructions_per_reply'),
		digits: 0,
	},
	cycles: {...perReply('Cycles', 'cycles/reply', 'cycles_per_reply'), digits: 0},
};
