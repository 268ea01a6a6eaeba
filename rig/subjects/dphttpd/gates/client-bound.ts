// The load client must not be what is measured. What a reply cost the server does not depend on how
// fast the client asked; the rate is only what the server can do at least.
import type {DphttpdGate} from '../judged.js';
import {formatShare} from '../../../method/format.js';

export default {
	watches: "that the limiter is not the client's processor",
	spoils: 'pace',
	bounds: true,
	check({detail: {limiter, client, server}}) {
		return limiter === 'client'
			? `client-bound: httperf used ${formatShare(client.cpuShare)} of its processor, the server only ${formatShare(server.cpuShare)} of its own`
			: undefined;
	},
} satisfies DphttpdGate;
