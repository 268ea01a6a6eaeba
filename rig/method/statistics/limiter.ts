// Whether a rate is what the server can do, or only the least that it can.

/** Of the window, as shares from 0 to 1. */
export type Shares = {
	/** How long the server, and its client, had their processors. */
	readonly server: number;
	readonly client: number;
	/** How long they waited for them, able to run (schedstat). 0 where it is not known. */
	readonly serverWait?: number;
	readonly clientWait?: number;
};

/** A server that is busy all the time, but for what reading clocks and counters takes. */
const BUSY = 0.98;
/** Below it something else than the server's processor is the limit, whoever the client is. */
const LEAST_BUSY = 0.9;
/** So much less the client wants of its processor where it is clearly not the limit. */
const CLEARLY = 0.05;
/** Longer waits are somebody else's time on the server's processor: without it the rate were higher. */
const MOST_WAIT = 0.02;

/**
 * `exact` where the server was the limit: its processor was busy at least 98 % of the window, or at
 * least 90 % and clearly busier than the client's; and nobody else had that processor.
 */
export function boundOf({
	server,
	client,
	serverWait = 0,
	clientWait = 0,
}: Shares): 'exact' | 'at least' {
	const isLimit =
		server >= BUSY || (server >= LEAST_BUSY && server - (client + clientWait) >= CLEARLY);
	return isLimit && serverWait <= MOST_WAIT ? 'exact' : 'at least';
}

/** Operations per second that fill one processor of the server; `cpuUs` is its time for one, in µs. */
export function capacityOf(cpuUs: number): number {
	return 1e6 / cpuUs;
}
