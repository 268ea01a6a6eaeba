// pipetest always has something to do: where it had no processor, something else did.
import {formatShare} from '../../../method/format.js';
import type {PipetestGate} from '../judged.js';

const LEAST = 0.9;
/** Processor time is counted in ticks of up to 10 ms: of less than this it says nothing. */
const SHORTEST_SECONDS = 0.2;

export default {
	watches: 'that pipetest had its processor, by its own processor time',
	spoils: 'pace',
	isPassing: true,
	check({cpuShare, result: {seconds}}) {
		return seconds >= SHORTEST_SECONDS && cpuShare < LEAST
			? `other processes had its processor: pipetest had it for ${formatShare(cpuShare)} of the time`
			: undefined;
	},
} satisfies PipetestGate;
