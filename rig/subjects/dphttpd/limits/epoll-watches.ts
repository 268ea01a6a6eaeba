// Watches of epoll(7), of all processes of a user: deadconn has one a connection, an epoll server
// another.
import type {Limit} from '../../../budget/limit.js';

export default {
	name: 'fs.epoll.max_user_watches',
	isShared: true,
	budget({facts: {sysctls}, active}) {
		const most = sysctls['fs.epoll.max_user_watches'];
		return most === null || most === undefined
			? undefined
			: {value: Number(most), base: 2 * active, each: 2};
	},
	remedy: needed => `sysctl -w fs.epoll.max_user_watches=${needed}`,
} satisfies Limit;
