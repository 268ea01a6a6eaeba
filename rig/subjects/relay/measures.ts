// What a relay's cell measures.
import type {Measure, Measures} from '../../method/measure.js';

const cost = {better: 'less', spoiledBy: 'cell'} as const;

function cpu(title: string, short: string, column: string): Measure {
	return {title, short, column, unit: 'µs/request', digits: 1, ...cost};
}

function perRequest(title: string, short: string, column: string): Measure {
	return {title, short, column, unit: '/request', digits: 3, ...cost};
}

export const measures: Measures = {
	/** By the relay's own count, over the whole load, as all calls are. */
	/** One that was shared counts for each; those that ended because nothing came are left out. */
	waits: perRequest('Waits', 'waits/request', 'waits_per_request'),
	controls: perRequest('Changes of what is watched', 'controls/request', 'controls_per_request'),
	/** A name, or a name and the errno with which such calls failed: syscalls.recvfrom.EAGAIN. */
	'syscalls.*': perRequest('System calls: *', '*/request', 'syscalls_*_per_request'),
	syscalls: perRequest('System calls', 'calls/request', 'syscalls_per_request'),
	/** In the window alone, as all that is not counted but measured. */
	cpu: {
		...cpu('Relay CPU', 'CPU µs/request', 'cpu_us_per_request'),
		part: {measure: 'cpu.system', whole: 'user + system', part: 'system'},
	},
	'cpu.user': cpu('Relay CPU, user', 'user', 'cpu_user_us_per_request'),
	'cpu.system': cpu('Relay CPU, system', 'system', 'cpu_system_us_per_request'),
	'switches.*': perRequest('Context switches, *', '* switches/request', 'switches_*_per_request'),
	/** Of first sends to the origin before anything told that the connection is there. */
	tooEarly: {
		title: 'First sends that met EAGAIN',
		unit: '%',
		short: 'too early %',
		column: 'early_sends_again_percent',
		digits: 1,
		better: 'less',
		spoiledBy: 'cell',
	},
	rate: {
		title: 'Request rate',
		unit: 'requests/s',
		short: 'requests/s',
		column: 'requests_per_second',
		digits: 0,
		better: 'more',
		spoiledBy: 'pace',
	},
	/** What packets took, each way. */
	wire: {
		title: 'Delay of the wire, each way',
		unit: 'µs',
		short: 'wire µs',
		column: 'wire_us',
		digits: 0,
		better: 'less',
		spoiledBy: 'pace',
	},
};
