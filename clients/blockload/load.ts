// The load: fills the disk, warms up, measures, waits for what is on its way, and disconnects.
import {type CpuTime, cpuTime} from '../../linux/cpu.js';
import {allocate} from '../../linux/memory.js';
import {type Poller, READABLE, WRITABLE, createReadyList} from '../../linux/poller.js';
import {STANDARD_INPUT} from '../../linux/standard-input.js';
import {dataSegmentsReceived} from '../../linux/tcp-info.js';
import {Choice, FILL_BYTES} from './choice.js';
import type {Dialled} from './dial.js';
import {Link} from './link.js';
import type {BlockloadOptions} from './options.js';
import {Pattern} from './pattern.js';
import {type Counts, Tally} from './tally.js';

/** Events a turn. */
const BATCH = 256;
const BUFFER_BYTES = 256 * 1024;
/** How long replies that are on their way at the end are waited for. */
const DRAIN_MS = 5000;

/** A moment: when it was, what had been answered until then, and processor time until then. */
type Moment = {
	/** In milliseconds of performance.now(). */
	readonly at: number;
	readonly counts: Counts;
	readonly cpu: CpuTime;
	/** TCP segments with data, and TLS records, that had come on all connections. */
	readonly segments: number;
	readonly records: number;
};

/** Told of what happens. */
type LoadListener = {
	filled(writes: number): void;
	measuring(): void;
	measured(): void;
	/** Standard input has something to read. */
	input(): void;
};

/** Why a load has ended. */
export type EndReason = 'duration' | 'completed' | 'stopped' | 'failed';

/** All connections of a load over one poller, which it owns. */
export class Load {
	readonly tally = new Tally();
	reason: EndReason | undefined;
	readonly beganAt = performance.now();
	/** The window, as far as it has come. */
	from: Moment | undefined;
	to: Moment | undefined;
	readonly #poller: Poller;
	readonly #options: BlockloadOptions;
	readonly #listener: LoadListener;
	/** By descriptor, which is their token. */
	readonly #links: Array<Link | undefined> = [];
	readonly #choice: Choice;
	readonly #ready = createReadyList(BATCH);
	readonly #buffer = allocate(BUFFER_BYTES);
	/** When the next phase begins: the window, its end, or the end of all. */
	#nextAt = Infinity;

	/** @throws Error where the disk is smaller than a block. */
	constructor(
		poller: Poller,
		{wires, size}: Dialled,
		options: BlockloadOptions,
		listener: LoadListener,
	) {
		this.#poller = poller;
		this.#options = options;
		this.#listener = listener;
		const pattern = new Pattern(options.seed, Math.max(options.block, FILL_BYTES));
		this.#choice = new Choice({...options, size}, pattern);
		for (const wire of wires) {
			const {fd} = wire;
			this.#links[fd] = new Link(wire, {
				inFlight: options.inFlight,
				pattern,
				listener: this.tally,
			});
			poller.add(fd, fd, READABLE);
		}
	}

	/** Whether the disk is not filled yet. */
	get isFilling(): boolean {
		return this.#choice.isFilling;
	}

	/** Begins no more requests for now. */
	hold(): void {
		this.#choice.isHeld = true;
	}

	/** Begins requests again. */
	goOn(): void {
		this.#choice.isHeld = false;
		this.begin();
	}

	/** Sends what may be sent now. */
	begin(): void {
		for (const link of this.#all()) {
			this.#sendTo(link);
		}
	}

	/** As Backend.turn. */
	turn(timeoutMs: number): number {
		const rest = Math.max(0, Math.ceil(this.#nextAt - performance.now()));
		const count = this.#poller.wait(this.#ready, Math.min(timeoutMs, rest));
		const {tokens, events} = this.#ready;
		for (let index = 0; index < count; index++) {
			const fd = tokens[index] as number;
			if (fd === STANDARD_INPUT) {
				this.#listener.input();
			} else {
				this.#serve(this.#links[fd] as Link, events[index] as number);
			}
		}

		this.#nextPhase();
		return count;
	}

	/** Begins nothing more, and tells the server so. */
	end(reason: EndReason): void {
		this.reason ??= reason;
		this.#choice.isOver = true;
		for (const link of this.#all()) {
			if (link.requests.hasRoom) {
				link.requests.disconnect();
				link.send();
			}
		}
	}

	/** What is answered from now on is of the window. */
	openWindow(): void {
		this.#listener.measuring();
		this.from = this.moment();
		this.#nextAt = this.from.at + this.#options.durationMs;
	}

	/** The window ends; nothing more is begun. */
	closeWindow(): void {
		this.to = this.moment();
		this.#choice.isOver = true;
		this.#nextAt = this.to.at + DRAIN_MS;
		this.#listener.measured();
	}

	/** Whether every request has its reply. */
	isQuiet(): boolean {
		return this.#links.every(link => link === undefined || link.requests.count === 0);
	}

	moment(): Moment {
		const wires = this.#all().map(({wire}) => wire);
		return {
			...{at: performance.now(), counts: this.tally.now(), cpu: cpuTime()},
			segments: wires.reduce((sum, {fd}) => sum + dataSegmentsReceived(fd), 0),
			records: wires.reduce((sum, {tls}) => sum + (tls?.recordsReceived ?? 0), 0),
		};
	}

	[Symbol.dispose](): void {
		this.#poller[Symbol.dispose]();
	}

	#serve(link: Link, events: number): void {
		if ((events & ~WRITABLE) !== 0 && !link.receive(this.#buffer)) {
			this.#lose();
		} else {
			this.#sendTo(link);
		}
	}

	/** Begins what may be begun, and sends it. */
	#sendTo(link: Link): void {
		this.#choice.fill(link.requests);
		if (!link.send()) {
			this.#lose();
			return;
		}

		const {
			want,
			armed,
			wire: {fd},
		} = link;
		if (want !== armed) {
			this.#poller.modify(fd, fd, armed, want);
			link.armed = want;
		}
	}

	/** Without one of its connections it is no longer the load that was asked for. */
	#lose(): void {
		this.tally.errors.lost++;
		this.reason ??= 'failed';
	}

	/** Each phase ends by what has been answered, or by the clock. */
	#nextPhase(): void {
		if (this.reason !== undefined) {
			return;
		}

		const now = performance.now();
		if (this.#choice.isFilling) {
			if (this.tally.writes === this.#choice.fills) {
				this.#choice.isFilling = false;
				this.#listener.filled(this.tally.writes);
				this.#nextAt = now + this.#options.warmupMs;
				if (this.#options.warmupMs === 0) {
					this.openWindow();
				}

				this.begin();
			}
		} else if (this.from === undefined) {
			if (now >= this.#nextAt) {
				this.openWindow();
			}
		} else if (this.to === undefined) {
			const isDone = this.#choice.isOver && this.isQuiet();
			if (isDone || now >= this.#nextAt) {
				this.closeWindow();
			}
		} else if (this.isQuiet() || now >= this.#nextAt) {
			const isWhole = this.isQuiet();
			const reason = this.#options.requests === Infinity ? 'duration' : 'completed';
			this.end(isWhole ? reason : 'failed');
		}
	}

	#all(): Link[] {
		return this.#links.filter(link => link !== undefined);
	}
}
