// Runs dphttpd as several processes on one port.
import {pinTo} from '../../linux/cpu.js';
import {Reporter, describeServer} from '../reporter.js';
import {Requests} from '../requests.js';
import {cipherOf} from '../security.js';
import {Crew, type CrewOptions} from './crew.js';
import type {ServerOptions} from './serve.js';

/**
 * Serves until SIGTERM, SIGINT or the end of standard input.
 * @throws Error where a worker does not start, or ends before it is told to: the others are ended then.
 */
export async function serveTogether(
	options: ServerOptions,
	crewOptions: CrewOptions,
): Promise<void> {
	const requests = new Requests();
	if (options.cpus) {
		pinTo(options.cpus);
	}

	const cipher = cipherOf(options.security);
	const reporter = new Reporter('dphttpd', options.json, describeServer);
	const crew = new Crew(options, crewOptions, message => {
		reporter.warn(message);
	});
	try {
		const mechanism = await crew.ready();
		const failed = requests.answer(async () => {
			reporter.report(await crew.figures());
		});
		reporter.ready({
			mechanism,
			cipher,
			address: options.address,
			port: crew.port,
			maxfds: options.maxConnections,
			pid: process.pid,
			workers: crew.pids,
			listener: crewOptions.listener,
		});
		const reason = await Promise.race([requests.told, crew.lost, failed]);
		reporter.end(reason, await crew.figures());
	} finally {
		await crew.end();
	}
}
