// This machine as a host, by an agent that is a process of its own.
import {Host} from '../../site/host.js';
import {startLocalAgent} from '../../site/local.js';

/** Calls `use` with this machine as a host, and ends its agent, and all that it started, before this returns. */
export async function withLocalHost<T>(use: (host: Host) => Promise<T>): Promise<T> {
	const host = new Host('this machine', startLocalAgent);
	try {
		await host.open();
		return await use(host);
	} finally {
		await host.close();
	}
}
