// A duet: two servers loaded in turns, A B B A or B A A B, so that no drift falls on one of them.
import {formatEndpoint} from '../../../linux/address.js';
import {monotonicSeconds} from '../../../linux/clock.js';
import {openEpoll} from '../../../linux/epoll.js';
import {type Stop, runTurns, stopOnSignals} from '../../../linux/main-loop.js';
import {PEER_CLOSED, type Poller, READABLE, createReadyList} from '../../../linux/poller.js';
import {STANDARD_INPUT, isInputWatched} from '../../../linux/standard-input.js';
import {playQuadruple, type SliceRow} from '../../quadruple.js';
import {describeError} from '../errors.js';
import {resultFields} from '../report-json.js';
import {Requests} from '../requests.js';
import type {Result} from '../result.js';
import type {DuetOptions} from './options.js';
import {Side} from './side.js';

/**
 * Rounds that a slice has at least: a slow server would otherwise have begun from sleep in as many of
 * its rounds as not, which is not what it does under load.
 */
const ROUNDS = 10;

/** Runs a duet, and tells of it on standard output. Returns whether it came to its end. */
export async function runDuet(options: DuetOptions): Promise<boolean> {
	const stop = stopOnSignals();
	using input = openEpoll('edge');
	const serverOf = (side: 0 | 1) => formatEndpoint(options.address, options.sides[side].port);
	using a = new Side(options, options.sides[0], warn('A', serverOf(0)));
	using b = new Side(options, options.sides[1], warn('B', serverOf(1)));
	const duet = new Duet([a, b], options, stop, input);
	await runTurns(() => duet.turn(), stop);
	return duet.finish();
}

class Duet {
	readonly #sides: readonly [Side, Side];
	readonly #options: DuetOptions;
	readonly #stop: Stop;
	readonly #input: Poller;
	readonly #ready = createReadyList(1);
	readonly #requests: Requests;
	readonly #slices: SliceRow[] = [];
	readonly #beganAt = performance.now();
	#phase: 'connecting' | 'warming' | 'measuring' = 'connecting';
	#windowAt = 0;
	#endAt = 0;

	constructor(sides: readonly [Side, Side], options: DuetOptions, stop: Stop, input: Poller) {
		this.#sides = sides;
		this.#options = options;
		this.#stop = stop;
		this.#input = input;
		this.#requests = new Requests(() => {
			event('report', {time: monotonicSeconds(), slices: this.#slices.length});
		});
		if (isInputWatched()) {
			input.add(STANDARD_INPUT, 0, READABLE | PEER_CLOSED);
		}
	}

	/** Connects, or plays one quadruple. */
	turn(): number {
		const asked = this.#input.wait(this.#ready, 0);
		if (asked > 0 && !this.#requests.answer(this.#ready.events[0] as number)) {
			this.#stop.reason ??= 'standard input closed';
			return 0;
		}

		if (this.#phase === 'connecting') {
			this.#connect();
		} else {
			this.#play();
		}

		return 1;
	}

	/** Tells what came of it. */
	finish(): boolean {
		if (this.#phase === 'measuring') {
			event('measured', {time: monotonicSeconds()});
		}

		const reason = this.#stop.reason === 'duration' ? 'duration' : 'stopped';
		const [a, b] = this.#sides.map(side => resultFields(this.#resultOf(side, reason)));
		event('result', {reason, a, b, slices: this.#slices});
		return reason === 'duration';
	}

	#connect(): void {
		for (const side of this.#sides) {
			side.connect();
		}

		if (this.#sides.every(side => side.isSettled)) {
			event('connected', {connections: this.#sides.map(side => side.client.connections.open)});
			this.#phase = 'warming';
			this.#windowAt = performance.now() + this.#options.warmupMs;
		}
	}

	#play(): void {
		const isMeasured = performance.now() >= this.#windowAt;
		if (isMeasured && this.#phase === 'warming') {
			this.#phase = 'measuring';
			this.#endAt = performance.now() + this.#options.durationMs;
			for (const side of this.#sides) {
				side.isMeasured = true;
			}

			event('measuring', {time: monotonicSeconds()});
		}

		const replies = ROUNDS * this.#options.numConns;
		const played = playQuadruple(index => this.#sides[index].slice(this.#options.sliceMs, replies));
		if (isMeasured) {
			this.#slices.push(...played);
		}

		if (this.#sides.some(side => side.client.connections.open === 0)) {
			this.#stop.reason ??= 'failed';
		} else if (isMeasured && performance.now() >= this.#endAt) {
			this.#stop.reason ??= 'duration';
		}
	}

	#resultOf({client, window}: Side, reason: Result['reason']): Result {
		return {
			mode: 'closed',
			engine: client.engine.name,
			reason,
			seconds: (performance.now() - this.#beganAt) / 1000,
			cpu: window.cpu,
			statistics: client.statistics,
			replyRates: [],
			warmup: undefined,
			held: undefined,
			window,
			schedule: undefined,
		};
	}
}

function warn(side: string, server: string): ConstructorParameters<typeof Side>[2] {
	const warned = new Set<string>();
	return (name, detail) => {
		if (!warned.has(name)) {
			warned.add(name);
			process.stderr.write(`httperf-duet: ${side}: ${describeError(name, server, detail)}\n`);
		}
	};
}

function event(name: string, fields: object): void {
	process.stdout.write(`${JSON.stringify({event: name, ...fields})}\n`);
}
