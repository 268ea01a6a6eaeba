// The dead population after the measurement: a server that drops the dead has less to carry.
import type {DphttpdGate} from '../judged.js';

export default {
	watches: 'the dead connections after the load, as server and client count them',
	check({seen: {dead, after}}) {
		return after.server === dead && after.client === dead
			? undefined
			: `of ${dead} dead connections the server held ${after.server} and the client ${after.client} after the load`;
	},
} satisfies DphttpdGate;
