// Where tokens go: the two routings of pipetest (Ben LaHaise, 2002; the derivative of 2006 has both).
import type {Route} from './relay.js';

/** By their names on the command line. */
export const routings = ['last', 'spread'] as const;
export type Routing = (typeof routings)[number];

/** The route of `threads` tokens over `pipes` pipes. */
export function routeOf(routing: Routing, pipes: number, threads: number): Route {
	const apart = Math.floor(pipes / threads);
	return routing === 'last'
		? (_, thread) => (pipes - 1 - (thread % pipes)) | 0
		: (generation, thread) => (generation * 17 + thread + thread * apart) % pipes;
}
