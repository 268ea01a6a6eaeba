// What a pipetest cell measures.
import type {Measure, Measures} from '../../method/measure.js';

const cost = {better: 'less', spoiledBy: 'cell'} as const;

function cpu(title: string, short: string, column: string): Measure {
	return {title, short, column, unit: 'µs/pass', digits: 2, ...cost};
}

function perPass(title: string, short: string, column: string): Measure {
	return {title, short, column, unit: '/pass', digits: 3, ...cost};
}

export const measures: Measures = {
	rate: {
		title: 'Token passes',
		unit: 'passes/s',
		short: 'passes/s',
		column: 'passes_per_second',
		digits: 0,
		better: 'more',
		spoiledBy: 'pace',
		costUs: rate => 1e6 / rate,
		basis: 'time',
	},
	cpu: {
		...cpu('pipetest CPU', 'CPU µs/pass', 'cpu_us_per_pass'),
		part: {measure: 'cpu.system', whole: 'user + system', part: 'system'},
	},
	'cpu.user': cpu('pipetest CPU, user', 'user', 'cpu_user_us_per_pass'),
	'cpu.system': cpu('pipetest CPU, system', 'system', 'cpu_system_us_per_pass'),
	bridge: cpu('Calls of C from JavaScript', 'bridge', 'bridge_us_per_pass'),
	waits: perPass('Waits', 'waits/pass', 'waits_per_pass'),
	controls: perPass('Changes of what is watched', 'controls/pass', 'controls_per_pass'),
	'syscalls.*': perPass('System calls: *', '*/pass', 'syscalls_*_per_pass'),
	'switches.*': perPass('Context switches, *', '* switches/pass', 'switches_*_per_pass'),
	instructions: {
		...perPass('Instructions', 'instructions/pass', 'instructions_per_pass'),
		digits: 0,
	},
	cycles: {...perPass('Cycles', 'cycles/pass', 'cycles_per_pass'), digits: 0},
};
