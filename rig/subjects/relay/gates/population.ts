// Dead connections that were lost on the way are not measured.
import type {RelayGate} from '../judged.js';

export default {
	watches: 'how many connections the relay has before the load and after it: the dead ones',
	check({levels: {dead}, before, after}) {
		const [first, last] = [before.connections.now, after.connections.now];
		return first === dead && last === dead
			? undefined
			: `of ${dead} dead connections the relay had ${first} before the load and ${last} after it`;
	},
} satisfies RelayGate;
