// A process of a dphttpd that has several.
import {Child} from '../../programs/child.js';
import {commandOf} from '../../programs/command-of.js';
import type {ServerFigures} from '../reporter.js';

/** How long it may take to be ready, and to answer, in milliseconds. */
const READY_MS = 30_000;
const ANSWER_MS = 10_000;
/** How often one that waits in accept(2) is sent a signal, until it has answered. */
const WAKE_MS = 20;

/** A worker, or the acceptor. It ends with this process, however that ends. */
export class Member extends Child {
	readonly #isDeaf: boolean;

	/** `isDeaf`: where it waits, only a signal makes it look at its standard input. */
	constructor(
		name: string,
		{
			program,
			argument,
			inherited,
			isDeaf = false,
			warn,
		}: {
			program: 'worker' | 'acceptor';
			argument: string;
			inherited: readonly number[];
			isDeaf?: boolean;
			warn: (message: string) => void;
		},
	) {
		super({
			name,
			command: commandOf(`servers/dphttpd/processes/${program}`, [argument]),
			inherited,
			// Ctrl-C on our terminal is for us alone.
			ownGroup: true,
			diesWithUs: true,
			line: ({event, message}) => {
				if (event === 'warning') {
					warn(`${name}: ${String(message)}`);
				}
			},
		});
		this.#isDeaf = isDeaf;
	}

	/** Its mechanism by its name proper, once it serves. @throws Error where it ends first. */
	async ready(): Promise<string> {
		return String((await this.waitFor('ready', READY_MS))['mechanism']);
	}

	/** What it has counted. @throws Error where it has ended, or is silent. */
	async figures(): Promise<ServerFigures> {
		return (await this.#wake(this.report(ANSWER_MS))) as unknown as ServerFigures;
	}

	/** Ends it in good order. */
	async finish(): Promise<void> {
		await this.#wake(this.stop());
	}

	async #wake<T>(answer: Promise<T>): Promise<T> {
		if (!this.#isDeaf) {
			return answer;
		}

		// One signal may come between two waits, and wake nobody.
		const timer = setInterval(() => {
			this.signal('SIGUSR2');
		}, WAKE_MS);
		this.signal('SIGUSR2');
		try {
			return await answer;
		} finally {
			clearInterval(timer);
		}
	}
}
