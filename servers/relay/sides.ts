// The table of a relay's sockets: found by token, so that an event of a former use is dropped.
import {descriptorOf} from '../../linux/token.js';
import {Generations} from '../generations.js';
import type {Flow} from './flow.js';
import {Side, type SideUser} from './side.js';

/** All sides that are open. */
export class Sides {
	/** Events that came for a former use of a descriptor, and were dropped. */
	stale = 0;
	readonly #generations = new Generations();
	readonly #sides: Array<Side | undefined> = [];

	/** A token for a descriptor that is no side. */
	newToken(fd: number): number {
		return this.#generations.newToken(fd);
	}

	add(fd: number, session: SideUser, {input, output}: {input: Flow; output: Flow}): Side {
		const side = new Side(fd, this.newToken(fd), session, input, output);
		this.#sides[fd] = side;
		return side;
	}

	/** The side that `token` names; undefined, and counted, where that use has ended. */
	find(token: number): Side | undefined {
		const side = this.#sides[descriptorOf(token)];
		if (side?.token !== token) {
			this.stale++;
			return undefined;
		}

		return side;
	}

	remove({fd}: Side): void {
		this.#sides[fd] = undefined;
	}

	/** Ends the sessions of all that are not closed. */
	stopAll(): void {
		for (const side of this.#sides.filter(each => each !== undefined)) {
			if (!side.isClosed) {
				side.session.stop(side);
			}
		}
	}
}
