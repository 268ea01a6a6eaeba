// What relay says (docs/programs.md).
import {z} from 'zod';
import {dphttpdEvents} from './dphttpd.js';
import {count, cpuTime, syscalls, time} from './figures.js';

const figures = {
	time,
	/** Of clients. */
	connections: z.object({now: count, peak: count, accepted: count, refused: count}),
	/** Requests whose replies have gone whole, in the mode that keeps connections. */
	requests: count,
	/** Connections to the origin: begun, those that came to nothing, and times that one was used again. */
	origin: z.object({begun: count, failed: count, reused: count}),
	/** First sends to the origin before anything told that the connection is there; those that met EAGAIN. */
	early: z.object({sends: count, again: count}),
	/** Relayed connections that ended with a reset. */
	resets: count,
	/** From clients, and from the origin. */
	bytes: z.object({up: count, down: count}),
	waits: count,
	/** Waits that ended because nothing came for as long as they may take. */
	idle: count,
	/** Events whose wait served something else too: with one connection at a time there are none. */
	shared: count,
	controls: count,
	stale: count,
	syscalls,
	/** Those of the system calls that failed, by the call's name, then by the errno's. */
	errors: z.record(z.string(), syscalls),
	ring: dphttpdEvents.report.shape.ring,
	cpu: cpuTime,
	rss: count,
};

const {ready, warning, mechanisms} = dphttpdEvents;

export const relayEvents = {
	ready: ready.extend({
		mode: z.enum(['tcp', 'http', 'keepalive']),
		policy: z.enum(['split', 'merged', 'ready']),
	}),
	warning,
	report: z.object({event: z.literal('report'), ...figures}),
	end: z.object({event: z.literal('end'), reason: z.string(), ...figures}),
	mechanisms,
};
