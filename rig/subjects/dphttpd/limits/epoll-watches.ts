// Watches of epoll(7), of all processes of a user: deadconn has one a connection, an epoll server
// another.
import {endsOf, type Limit} from '../../../site/budget/limit.js';

export default {
	name: 'fs.epoll.max_user_watches',
	isShared: true,
	budget(demand) {
		const {sysctls} = demand.facts;
		const ends = endsOf(demand);
		const most = sysctls['fs.epoll.max_user_watches'];
		return most === null || most === undefined
			? undefined
			: {value: Number(most), base: ends * demand.active, each: ends};
	},
	remedy: needed => `sysctl -w fs.epoll.max_user_watches=${needed}`,
} satisfies Limit;
