// The address of a server by its name: of IPv4 where it has one, else of IPv6.
import {lookup} from 'node:dns/promises';
import {AcceptQueue} from './accept-queue.js';
import {isAddress} from './address.js';
import {SystemError} from './system-error.js';

/** What localhost means (RFC 6761, 6.3), without a resolver. */
const LOOPBACK = '127.0.0.1';
const LOOPBACK_SIX = '::1';

/** The address of `server`, which listens on `port`; undefined where its name has none. */
export async function findAddress(server: string, port: number): Promise<string | undefined> {
	if (isAddress(server)) {
		return server;
	}

	if (server === 'localhost') {
		return listensAlone(LOOPBACK_SIX, port, LOOPBACK) ? LOOPBACK_SIX : LOOPBACK;
	}

	try {
		return (await lookup(server, {order: 'ipv4first'})).address;
	} catch {
		return undefined;
	}
}

/** Whether there is a listener on `address` and none on `other`: the kernel is asked, and nobody is connected to. */
function listensAlone(address: string, port: number, other: string): boolean {
	try {
		using there = new AcceptQueue(address, port);
		using elsewhere = new AcceptQueue(other, port);
		return there.look() && !elsewhere.look();
	} catch (error) {
		if (error instanceof SystemError) {
			return false;
		}

		throw error;
	}
}
