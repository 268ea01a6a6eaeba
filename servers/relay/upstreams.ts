// Connections to the origin that no request uses: the last that was used is the first to be used again.
import {Flow, type FlowPool} from './flow.js';
import {NOT_YET, type RelayIo} from './io.js';
import type {Side, SideUser} from './side.js';

/** What it needs of its relay. */
type UpstreamsHost = {
	readonly calls: Pick<RelayIo, 'receive'>;
	readonly pool: FlowPool;
	leave(side: Side, isReset: boolean): void;
};

/** They stay watched: one that says something, or ends, serves nobody any more. */
export class Upstreams implements SideUser {
	readonly #idle: Side[] = [];
	readonly #nothing: {readonly input: Flow; readonly output: Flow};
	readonly #host: UpstreamsHost;

	constructor(host: UpstreamsHost) {
		this.#host = host;
		this.#nothing = {input: new Flow(host.pool), output: new Flow(host.pool)};
	}

	take(): Side | undefined {
		return this.#idle.pop();
	}

	give(side: Side): void {
		side.attach(this, this.#nothing);
		this.#idle.push(side);
	}

	receive(side: Side): void {
		const count = this.#host.calls.receive(side, 1);
		side.input.settle();
		if (count === NOT_YET) {
			side.readWatched = true;
		} else {
			this.stop(side);
		}
	}

	send(side: Side): void {
		side.stopWriting();
	}

	fail(side: Side): void {
		this.stop(side);
	}

	stop(side: Side): void {
		this.#idle.splice(this.#idle.indexOf(side), 1);
		side.isClosed = true;
		this.#host.leave(side, false);
	}

	/** Nothing of it was on its way. */
	freed(): void {
		// It has cost nobody a client.
	}
}
