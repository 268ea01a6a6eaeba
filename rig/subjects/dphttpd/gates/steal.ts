// Time that the hypervisor gave to other machines: the processors were slower than they say.
import type {DphttpdGate} from '../judged.js';
import {formatShare} from '../../../method/format.js';

/** Of one processor. */
const MOST = 0.1;
/** Ticks of /proc/stat in a second: USER_HZ is 100 on every architecture that Node runs on. */
const TICKS = 100;

export default {
	watches: 'steal time (/proc/stat) in the window',
	spoils: 'pace',
	isPassing: true,
	check({seen: {start, end, loadedShare}, detail: {server}}) {
		const ticks =
			(end.kernel.counters['StealTicks'] ?? 0) - (start.kernel.counters['StealTicks'] ?? 0);
		const share = ticks / TICKS / server.seconds;
		// What is stolen from a duet is stolen from both of its sides.
		return loadedShare === 1 && share > MOST
			? `the hypervisor gave ${formatShare(share)} of a processor to others`
			: undefined;
	},
} satisfies DphttpdGate;
