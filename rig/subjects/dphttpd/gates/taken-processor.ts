// Others had the processors of the server or the load client: the rate is not theirs. Cells that were
// so slowed must not stay in while fast ones are left out as client-bound: medians would be too low.
import type {DphttpdGate} from '../judged.js';
import {formatShare} from '../../../method/format.js';

const MOST = 0.1;

export default {
	watches: 'how long server and load client waited for their processors (/proc/<pid>/schedstat)',
	spoils: 'pace',
	isPassing: true,
	check({seen: {disjoint, loadedShare}, detail: {server, client}}) {
		const waited = Math.max(server.waitShare ?? 0, client.waitShare ?? 0);
		// Where they share a processor they wait for each other: that is what such a run measures.
		// What is taken from a duet is taken from both of its sides: that is what a duet is for.
		return disjoint && loadedShare === 1 && waited > MOST
			? `other processes had their processors: the server waited ${formatShare(server.waitShare)} of the window, httperf ${formatShare(client.waitShare)}`
			: undefined;
	},
} satisfies DphttpdGate;
