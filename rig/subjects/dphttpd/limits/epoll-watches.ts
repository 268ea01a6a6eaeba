// Watches of epoll(7), of all processes of a user: deadconn has one a connection, an epoll server
// another.
import {endsOf, type Limit} from '../../../site/budget/limit.js';

export default {
	name: 'fs.epoll.max_user_watches',
	isShared: true,
	budget(burden) {
		const {sysctls} = burden.facts;
		const ends = endsOf(burden);
		const most = sysctls['fs.epoll.max_user_watches'];
		return most === null || most === undefined
			? undefined
			: {value: Number(most), base: ends * burden.active, each: ends};
	},
	remedy: needed => `sysctl -w fs.epoll.max_user_watches=${needed}`,
} satisfies Limit;
