// One worker: this same program with a share of the connections, tied to us by its standard input.
import {Child} from '../../programs/child.js';
import type {DeadconnEvent} from '../../programs/events/deadconn.js';

/** A running worker. */
export class Worker extends Child {
	/** As its last event told. */
	open = 0;
	closed = 0;
	isReady = false;

	/** Starts one with `args`; `hear` is called with each of its events. */
	constructor(args: readonly string[], hear: (worker: Worker, event: DeadconnEvent) => void) {
		const program = process.argv[1] as string;
		super({
			name: 'a worker',
			command: [process.execPath, ...process.execArgv, program, ...args],
			// Ctrl-C on our terminal is for us alone, and we end the workers.
			ownGroup: true,
			line: line => {
				const event = line as DeadconnEvent;
				this.#note(event);
				hear(this, event);
			},
		});
		this.stderr.pipe(process.stderr);
	}

	#note(event: DeadconnEvent): void {
		if ('open' in event) {
			this.open = event.open;
		}

		if ('closed' in event) {
			this.closed = event.closed;
		}

		this.isReady ||= event.event === 'ready';
	}
}
