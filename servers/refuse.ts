// Refuses a connection that was accepted but cannot be kept.
import {resetSocket} from '../linux/socket.js';
import type {ConnectionCounters, Protocol} from './backend.js';

/** Why a connection was refused where all are in use. */
export const NO_ROOM = 'all connections that --maxfds allows are open';

/** Resets the accepted descriptor `fd`, counts it and says why. */
export function refuse(
	fd: number,
	reason: string,
	{
		counters,
		protocol,
	}: {counters: Pick<ConnectionCounters, 'refused'>; protocol: Pick<Protocol, 'warned'>},
): void {
	counters.refused++;
	resetSocket(fd);
	protocol.warned(`a connection was refused: ${reason}`);
}
