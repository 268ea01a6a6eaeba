// A program under test, run as people and the rig run it; all that it says is held against its contract.
import {Child} from '../../child.js';
import {type Contract, type EventOf, readExactly} from './read-exactly.js';
import {waitFor} from './wait-for.js';

/** How a run ended: its exit status, -1 after a signal, and all that it wrote. */
export type Ended = {readonly code: number; readonly output: string; readonly errors: string};

/** A running program. It is killed when the test ends, whatever happened. */
export class TestProgram<C extends Contract> {
	/** Standard output and standard error so far. */
	output = '';
	errors = '';
	readonly #child: Child;
	readonly #events: Array<EventOf<C>> = [];
	#mistake: unknown;

	/** Runs `command`: a program whose events are those of `contract`, or what starts it. */
	constructor(contract: C, command: readonly string[]) {
		this.#child = new Child({
			name: 'the program',
			command,
			line: line => {
				try {
					this.#events.push(readExactly(contract, line));
				} catch (error) {
					this.#mistake ??= error;
				}
			},
		});
		this.#child.stdout.on('data', (data: Buffer) => {
			this.output += data.toString();
		});
		this.#child.stderr.on('data', (data: Buffer) => {
			this.errors += data.toString();
		});
	}

	get pid(): number {
		return this.#child.pid;
	}

	/**
	 * The events so far.
	 * @throws Error where a line is none of the contract.
	 */
	get events(): ReadonlyArray<EventOf<C>> {
		if (this.#mistake !== undefined) {
			throw this.#mistake as Error;
		}

		return this.#events;
	}

	/** The events of one kind so far. */
	all<Name extends keyof C & string>(name: Name): Array<EventOf<C, Name>> {
		return this.events.filter(({event}) => event === name);
	}

	/** Waits for event number `index` (from 0) of a kind. */
	async event<Name extends keyof C & string>(name: Name, index = 0): Promise<EventOf<C, Name>> {
		return this.#until(() => this.all(name)[index], `no ${name} event`);
	}

	/** Asks for a report, and waits for it. */
	async report(): Promise<EventOf<C, 'report'>> {
		const before = this.all('report').length;
		this.ask('report');
		return this.event('report', before);
	}

	/** Waits until standard output holds `text`. */
	async says(text: string): Promise<void> {
		await this.#until(() => this.output.includes(text) || undefined, `no "${text}"`);
	}

	/** Writes a line to its standard input. */
	ask(line: string): void {
		this.#child.write(`${line}\n`);
	}

	signal(name: NodeJS.Signals): void {
		this.#child.signal(name);
	}

	/** Closes its standard input, after `last` words, and waits for its end. Returns its exit status. */
	async close(last = ''): Promise<number> {
		this.#child.closeInput(last);
		return this.exit();
	}

	/** Its exit status, once it has ended; -1 after a signal. */
	async exit(): Promise<number> {
		return (await this.#child.exit).code ?? -1;
	}

	/** How it ended, once it has. */
	async ended(): Promise<Ended> {
		return {code: await this.exit(), output: this.output, errors: this.errors};
	}

	[Symbol.dispose](): void {
		this.#child.signal('SIGKILL');
	}

	async #until<T>(find: () => T | undefined, failure: string): Promise<T> {
		const describe = () => `${failure}: ${this.output}${this.errors}`;
		return waitFor(() => {
			const {end} = this.#child;
			const found = find();
			if (found === undefined && end !== undefined) {
				throw new Error(describe());
			}

			return found;
		}, describe);
	}
}
