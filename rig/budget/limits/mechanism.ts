// The mechanism's own limit, as select's FD_SETSIZE or what fs.aio-max-nr leaves: its probe tells.
import {type Limit, SERVER_RESERVE} from '../limit.js';

export default {
	name: "the mechanism's own limit",
	budget: ({mechanism, connections}) =>
		mechanism.limit && {
			value: mechanism.limit.descriptors,
			base: connections + SERVER_RESERVE,
			perDead: 1,
		},
	remedy: (_, {mechanism}) => mechanism.limit?.reason ?? 'another mechanism',
} satisfies Limit;
