// Connections that meet each other share waits, and share what a turn of the relay costs.
import {formatShare} from '../../../method/format.js';
import {isTold} from '../figures.js';
import type {RelayGate} from '../judged.js';

const MOST = 0.005;

export default {
	watches: 'events that shared a wait with another, for each connection',
	spoils: 'pace',
	isPassing: true,
	leftOut: ({after}) =>
		isTold(after) ? undefined : 'the relay does not tell what its waits were for',
	check({levels, before, after}) {
		if (levels.mode === 'keepalive' || !isTold(before) || !isTold(after)) {
			return undefined;
		}

		const shared = after.shared - before.shared;
		const share = shared / Math.max(1, after.origin.begun - before.origin.begun);
		return share > MOST
			? `connections met each other: ${formatShare(share)} of them shared a wait; offer fewer a second, or keep the machine free`
			: undefined;
	},
} satisfies RelayGate;
