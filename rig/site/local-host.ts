// This machine as a host, for as long as something is done with it.
import {Host} from './host.js';
import {startLocalAgent} from './local-carrier.js';

/** The address of a server of this machine's, for clients of this machine's. */
export const LOOPBACK = '127.0.0.1';

/** Calls `use` with a host, and ends its agent, and all that it started, before this returns. */
export async function withLocalHost<T>(use: (host: Host) => Promise<T>): Promise<T> {
	const host = new Host(startLocalAgent());
	try {
		return await use(host);
	} finally {
		await host.close();
	}
}
