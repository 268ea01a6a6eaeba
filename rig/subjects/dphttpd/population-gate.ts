// A gate on the dead population, before or after the load.
import type {DphttpdGate} from './judged.js';

/** Both sides must count all dead connections at that time. */
export function populationGate(when: 'before' | 'during' | 'after'): DphttpdGate {
	return {
		watches: `the dead connections ${when} the load, as server and client count them`,
		check({seen}) {
			const {dead, [when]: held} = seen;
			const short = (held.hosts ?? []).filter(({open, of}) => open !== of);
			const where = short.map(({name, open, of}) => `${name} ${open} of ${of}`).join(', ');
			return held.server === dead && held.client === dead && short.length === 0
				? undefined
				: `of ${dead} dead connections the server held ${held.server} and the client ${held.client} ${when} the load${where === '' ? '' : ` (${where})`}`;
		},
	};
}
