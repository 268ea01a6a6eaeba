// A mechanism's own limit, as select's FD_SETSIZE or what fs.aio-max-nr leaves: its probe tells.
import type {Limit} from './limit.js';

/** What it is called: no other limit is lower for one mechanism alone. */
export const OWN_LIMIT = "the mechanism's own limit";

/** What a cell has open. */
type Open = {
	/** Descriptors watched beside what is counted. */
	readonly reserve: number;
	/** Descriptors of one of those that are counted, of which one is watched. */
	readonly each: number;
};

/** The limit of whatever mechanism a cell uses. */
export function limitOfMechanism({reserve, each}: Open): Limit {
	return {
		name: OWN_LIMIT,
		budget: ({option, active}) =>
			option?.limit && {
				value: option.limit.descriptors,
				base: active + reserve,
				each: option.limit.ofNumbers === true ? each : 1,
			},
		remedy: (_, {option}) => option?.limit?.reason ?? 'another mechanism',
	};
}
