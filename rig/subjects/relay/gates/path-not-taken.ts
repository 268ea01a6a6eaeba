// Two of the policies differ only where a connection is not there at once: on loopback it is.
import {formatShare} from '../../../method/format.js';
import {isTold} from '../figures.js';
import type {RelayGate} from '../judged.js';

const LEAST = 0.99;

export default {
	watches:
		'that the first send to the origin met EAGAIN, where a policy sends before it is told to',
	spoils: 'pace',
	leftOut: ({after}) =>
		isTold(after) ? undefined : 'the relay does not tell what its first sends have met',
	check({before, after}) {
		if (!isTold(before) || !isTold(after)) {
			return undefined;
		}

		const sends = after.early.sends - before.early.sends;
		const share = sends === 0 ? 1 : (after.early.again - before.early.again) / sends;
		return share < LEAST
			? `the path was not taken: ${formatShare(share)} of first sends to the origin met EAGAIN, so what the policies differ in did not occur; a wire is needed (delay above 0)`
			: undefined;
	},
} satisfies RelayGate;
