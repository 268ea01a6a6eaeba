// Our relay, its C twin and relays of others, all passing bytes on to one dphttpd, as servers of a comparison.
import {dphttpdEvents} from '../programs/events/dphttpd.js';
import {readEvent} from '../programs/events/read-event.js';
import {startOurs, startProgram} from './program.js';
import {type ServerKind, started} from './servers.js';
import {compileTwin} from './twin.js';

const ADDRESS = '127.0.0.1';
const CONNECTIONS = 2000;

const listening = dphttpdEvents.ready.pick({port: true});

/** Where relays forward to: a dphttpd for the whole of a comparison, on the processor of the load. */
export class Origin {
	readonly #cpu: number;
	#port: Promise<number> | undefined;

	constructor(cpu: number) {
		this.#cpu = cpu;
	}

	/** Its port, once it listens. */
	async port(): Promise<number> {
		this.#port ??= this.#start();
		return this.#port;
	}

	async #start(): Promise<number> {
		const args = [`--address=${ADDRESS}`, '--port=0', `--maxfds=${2 * CONNECTIONS}`];
		const program = startOurs('servers/dphttpd', args, this.#cpu);
		return readEvent(listening, program.name, await program.waitFor('ready')).port;
	}
}

/** Our relay in tcp mode on `mechanism`. */
export function ourRelay(mechanism: string, origin: Origin): ServerKind {
	return relayBy('servers/relay', `--mechanism=${mechanism}`, `relay ${mechanism}`, origin);
}

/** HAProxy in tcp mode or nginx's stream module, as Debian has it, with one thread. */
export function foreignRelay(server: string, origin: Origin): ServerKind {
	return relayBy('servers/foreign', `--server=${server}`, `${server}, as a relay`, origin);
}

/** The C twin of our relay on epoll. */
export function relayTwin(origin: Pick<Origin, 'port'>): ServerKind {
	const name = 'C twin of the relay';
	const command = compileTwin('relay');
	return {
		name,
		start: async ({cpu}) => {
			const args = ['0', String(await origin.port())];
			return started(startProgram({name, command, args, cpu}));
		},
	};
}

/** A program of ours that relays, or has another relay; `kind` tells it which. */
function relayBy(folder: string, kind: string, name: string, origin: Origin): ServerKind {
	return {
		name,
		start: async ({cpu}) => {
			const args = [
				...[kind, `--origin=${ADDRESS}:${await origin.port()}`],
				...[`--address=${ADDRESS}`, '--port=0', `--maxfds=${CONNECTIONS}`],
			];
			return started(startOurs(folder, args, cpu));
		},
	};
}
