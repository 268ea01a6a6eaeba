// What foreign says (docs/programs.md): what dphttpd says, but for what nobody counts.
import {z} from 'zod';
import {dphttpdEvents, workerUse} from './dphttpd.js';
import {count} from './figures.js';

const uncounted = {
	waits: true,
	controls: true,
	stale: true,
	syscalls: true,
	errors: true,
	ring: true,
	switches: true,
	workers: true,
	acceptor: true,
} as const;
const {report, end} = dphttpdEvents;
const own = {
	/** None of a server that does not tell. */
	replies: count.optional(),
	connections: report.shape.connections
		.pick({now: true, accepted: true})
		.partial({accepted: true})
		/** Not accepted yet: of a server whose connections the kernel counts. */
		.extend({waiting: count.optional()}),
	/** With --workers alone: what the kernel tells of each, and the switches of all. */
	workers: z.array(workerUse).optional(),
	switches: dphttpdEvents.report.shape.switches.optional(),
	/** Its processes, the busiest first. */
	pids: z.array(count),
	/** The last lines of its standard error, where there are any. */
	stderr: z.array(z.string()).optional(),
};

export const foreignEvents = {
	/** Of one that speaks TLS besides: where. */
	ready: dphttpdEvents.ready.extend({tlsPort: count.optional()}),
	report: report.omit(uncounted).extend(own),
	end: end.omit(uncounted).extend(own),
	mechanisms: dphttpdEvents.mechanisms,
} satisfies Record<string, z.ZodObject>;
