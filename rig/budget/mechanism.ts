// A mechanism's own limit, as select's FD_SETSIZE or what fs.aio-max-nr leaves: its probe tells.
import type {Limit} from './limit.js';

/** The limit, where the subject has `reserve` descriptors watched beside what is counted. */
export function limitOfMechanism(reserve: number): Limit {
	return {
		name: "the mechanism's own limit",
		budget: ({mechanism, active}) =>
			mechanism.limit && {
				value: mechanism.limit.descriptors,
				base: active + reserve,
				each: 1,
			},
		remedy: (_, {mechanism}) => mechanism.limit?.reason ?? 'another mechanism',
	};
}
