// Runs a relay: listens, turns until told to stop, and reports.
import * as libc from '../../linux/libc.js';
import {pinTo} from '../../linux/cpu.js';
import {ownDescriptors} from '../../linux/descriptor-ownership.js';
import {stopOnSignals} from '../../linux/main-loop.js';
import {encodeAddress, listenOn, portOf} from '../../linux/socket.js';
import {Reporter} from '../reporter.js';
import {runServer} from '../run-server.js';
import type {ModeName} from './clients.js';
import {describe, figuresOf} from './figures.js';
import {findRelayMechanism} from './mechanisms.js';
import type {PolicyName} from './policy.js';

/** What a relay is told. */
export type ServeOptions = {
	readonly mechanism: string;
	readonly policy: PolicyName;
	readonly mode: ModeName;
	readonly origin: {readonly address: string; readonly port: number};
	readonly address: string;
	/** 0: any free port. */
	readonly port: number;
	readonly backlog: number;
	/** A connection is accepted once its client has said something. */
	readonly deferAccept: boolean;
	readonly maxConnections: number;
	readonly cpus: readonly number[] | undefined;
	readonly json: boolean;
};

/**
 * Relays until SIGTERM, SIGINT or the end of standard input.
 * @throws Error where the mechanism is not here, SystemError where the port cannot be had.
 */
export async function serve(options: ServeOptions): Promise<void> {
	const stop = stopOnSignals();
	if (options.cpus) {
		pinTo(options.cpus);
	}

	const {mode, policy, address, maxConnections} = options;
	const mechanism = await findRelayMechanism(options.mechanism, options.cpus);
	const reporter = new Reporter('relay', options.json, describe);
	const warn = (message: string) => {
		reporter.warn(message);
	};
	ownDescriptors();
	const {port, backlog, deferAccept} = options;
	const listener = listenOn(address, port, backlog, {deferAccept});
	const origin = encodeAddress(options.origin.address, options.origin.port);
	const relay = mechanism.open({mode, origin, maxConnections, warn}, policy);
	relay.listen(listener);
	await runServer(reporter, stop, {
		watcher: relay,
		ready: {
			mechanism: mechanism.name,
			...{mode, policy, address},
			port: portOf(listener),
			maxfds: maxConnections,
			pid: process.pid,
		},
		turn: timeoutMs => relay.turn(timeoutMs),
		figures: () => figuresOf(relay),
	});
	relay[Symbol.dispose]();
	libc.close(listener);
}
