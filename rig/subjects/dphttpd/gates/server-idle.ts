// The server had time left, and so had the client: something else was the limit, and the rate is only
// what the server can do at least. Where a load is offered at a fixed rate, that is as it should be.
import type {DphttpdGate} from '../judged.js';
import {formatShare} from '../../../method/format.js';

export default {
	watches:
		"that the limiter is the server's processor: busy for 98 % of the window, or clearly busier than the client's",
	bounds: true,
	check({detail: {limiter, client, server}}) {
		return limiter === 'neither'
			? `the server used ${formatShare(server.cpuShare)} of its processor (and waited ${formatShare(server.waitShare)}), httperf ${formatShare(client.cpuShare)} of its own: neither was clearly the limit`
			: undefined;
	},
} satisfies DphttpdGate;
