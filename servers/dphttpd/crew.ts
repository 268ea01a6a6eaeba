// The processes of a dphttpd that has several: started, asked and ended together.
import {openPassage} from '../../linux/descriptor-passing.js';
import * as libc from '../../linux/libc.js';
import {holdPort, portOf, setBlocking, setReceiveTimeout} from '../../linux/socket.js';
import type {ListenerKind} from '../listener-kinds.js';
import type {ServerFigures} from '../reporter.js';
import type {ServerOptions} from './serve.js';
import type {Orders} from './orders.js';
import {Member} from './member.js';
import {listenAs} from './source.js';
import {sumOf} from './sum.js';

/** How long accept(2) waits at most, in seconds: a signal ends it before. */
const ACCEPT_SECONDS = 3600;

/** How many workers there are, and how they come by connections. */
export type CrewOptions = {readonly workers: number; readonly listener: ListenerKind};

/** The workers, and the acceptor where there is one. */
export class Crew {
	readonly port: number;
	/** Rejects when one of them ends that was not told to; settles no other way. */
	readonly lost: Promise<never>;
	/** Held here: a listening socket, or the port that each of them listens on. */
	readonly #held: number;
	readonly #workers: readonly Member[];
	readonly #acceptor: Member | undefined;
	#isEnding = false;

	/** @throws SystemError where the port cannot be had. */
	constructor(
		options: ServerOptions,
		{workers, listener}: CrewOptions,
		warn: (message: string) => void,
	) {
		const {address, port} = options;
		this.#held =
			listener === 'reuseport' ? holdPort(address, port, {reusePort: true}) : listenAs(options);
		this.port = portOf(this.#held);
		if (listener === 'blocking') {
			setBlocking(this.#held);
			setReceiveTimeout(this.#held, ACCEPT_SECONDS);
		}

		const passages =
			listener === 'acceptor' ? Array.from({length: workers}, () => openPassage()) : [];
		for (const [end] of passages) {
			// An acceptor waits for a worker that does not keep up.
			setBlocking(end);
		}

		const orders: Orders = {
			listener,
			options: {...options, port: this.port, json: true, cpus: undefined},
		};
		this.#workers = Array.from(
			{length: workers},
			(_, index) =>
				new Member(`worker ${index + 1} of ${workers}`, {
					program: 'worker',
					argument: JSON.stringify(orders),
					inherited: [passages[index]?.[1] ?? this.#held],
					isDeaf: listener === 'blocking',
					warn,
				}),
		);
		this.#acceptor =
			listener === 'acceptor'
				? new Member('the acceptor', {
						program: 'acceptor',
						argument: String(workers),
						inherited: [this.#held, ...passages.map(([end]) => end)],
						warn,
					})
				: undefined;
		for (const fd of passages.flat()) {
			libc.close(fd);
		}

		this.lost = this.#untilLost();
		// Whoever waits for it is told; at the end nobody does.
		this.lost.catch(() => undefined);
	}

	/** The processes that serve. */
	get pids(): number[] {
		return this.#workers.map(({pid}) => pid);
	}

	/** Returns the mechanism's name proper once all serve. @throws Error where one does not. */
	async ready(): Promise<string> {
		const all = Promise.all(this.#all.map(async member => member.ready()));
		const [mechanism = ''] = await Promise.race([all, this.lost]);
		return mechanism;
	}

	/** What they have counted together, and each worker for itself. @throws Error where one does not answer. */
	async figures(): Promise<ServerFigures> {
		const [acceptor, ...workers] = await Promise.all([
			this.#acceptor?.figures(),
			...this.#workers.map(async worker => worker.figures()),
		]);
		return sumOf(
			workers.map((figures, index) => ({
				pid: this.pids[index] ?? 0,
				figures,
			})),
			acceptor && {pid: this.#acceptor?.pid ?? 0, figures: acceptor},
		);
	}

	/** Ends them: the acceptor last, whose end is no good order for a worker. */
	async end(): Promise<void> {
		this.#isEnding = true;
		await Promise.all(this.#workers.map(async worker => worker.finish()));
		await this.#acceptor?.finish();
		libc.close(this.#held);
	}

	get #all(): Member[] {
		return [...this.#workers, ...(this.#acceptor ? [this.#acceptor] : [])];
	}

	async #untilLost(): Promise<never> {
		return new Promise((_, reject) => {
			for (const member of this.#all) {
				void member.exit.then(() => {
					if (!this.#isEnding) {
						reject(
							new Error(
								`${member.end ?? ''}; it was process ${member.pid}, its connections are lost, and the others are ended: see who ended it (the kernel log tells of an out-of-memory kill), and start dphttpd again`,
							),
						);
					}
				});
			}
		});
	}
}
