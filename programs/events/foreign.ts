// What foreign says (docs/programs.md): what dphttpd says, but for what nobody counts.
import {z} from 'zod';
import {dphttpdEvents} from './dphttpd.js';

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
const connections = report.shape.connections.pick({now: true, accepted: true});

export const foreignEvents = {
	ready: dphttpdEvents.ready,
	report: report.omit(uncounted).extend({connections}),
	end: end.omit(uncounted).extend({connections}),
	mechanisms: dphttpdEvents.mechanisms,
} satisfies Record<string, z.ZodObject>;
