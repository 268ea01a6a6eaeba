// The dead population before the measurement.
import type {DphttpdGate} from '../judged.js';

export default {
	watches: 'the dead connections before the load, as server and client count them',
	check({seen: {dead, before}}) {
		return before.server === dead && before.client === dead
			? undefined
			: `of ${dead} dead connections the server held ${before.server} and the client ${before.client} before the load`;
	},
} satisfies DphttpdGate;
