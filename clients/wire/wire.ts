// A wire: what is sent to the address behind it comes back to this host, from there, after a delay.
//
// Source and destination of each packet are exchanged. Both stand in the sums that IP and TCP check, in
// the same places of a commutative sum, so these stay right (RFC 1071).
import {EAGAIN} from '../../linux/errno.js';
import {mayPass} from '../../linux/errno-class.js';
import * as libc from '../../linux/libc.js';
import {type Poller, READABLE, createReadyList} from '../../linux/poller.js';
import {SystemError} from '../../linux/system-error.js';
import {Timer} from '../../linux/timer.js';
import type {Tun} from '../../linux/tun.js';
import {DelayLine, PACKET_BYTES} from './delay-line.js';

const SOURCE = 12;
const DESTINATION = 16;
const IPV4_BYTES = 20;

const TUN_TOKEN = 1;
const TIMER_TOKEN = 2;
const INPUT_TOKEN = 3;

/** The wire behind one device. */
export class Wire {
	readonly line: DelayLine;
	readonly #tun: Tun;
	readonly #poller: Poller;
	readonly #timer = new Timer();
	readonly #ready = createReadyList(8);
	#input: (() => void) | undefined;

	/** @param poller an edge-triggered one, which it owns */
	constructor(tun: Tun, poller: Poller, delayMs: number) {
		this.#tun = tun;
		this.#poller = poller;
		this.line = new DelayLine(delayMs);
		poller.add(tun.fd, TUN_TOKEN, READABLE);
		poller.add(this.#timer.fd, TIMER_TOKEN, READABLE);
	}

	/** Calls `ready` whenever `fd` can be read, until the result is called. */
	watch(fd: number, ready: () => void): () => void {
		this.#input = ready;
		this.#poller.add(fd, INPUT_TOKEN, READABLE);
		return () => {
			this.#poller.remove(fd, INPUT_TOKEN);
		};
	}

	/** Waits up to `timeoutMs`, takes what has come, and sends what is due. */
	turn(timeoutMs: number): number {
		const count = this.#poller.wait(this.#ready, timeoutMs);
		this.#take();
		this.line.leave(performance.now(), this.#send);
		const {dueAt} = this.line;
		if (dueAt !== Infinity) {
			this.#timer.set(dueAt - performance.now());
		}

		for (let index = 0; index < count; index++) {
			if (this.#ready.tokens[index] === INPUT_TOKEN) {
				this.#input?.();
			}
		}

		return count;
	}

	[Symbol.dispose](): void {
		this.#timer[Symbol.dispose]();
		this.#poller[Symbol.dispose]();
		libc.close(this.#tun.fd);
	}

	#take(): void {
		for (;;) {
			const {next, memory} = this.line;
			const length = libc.read(this.#tun.fd, memory.address + next, PACKET_BYTES);
			if (length === -1) {
				const errno = libc.errno();
				if (errno === EAGAIN || mayPass(errno)) {
					return;
				}

				throw new SystemError('read', errno);
			}

			// IPv6 has nobody to talk to here.
			if (length >= IPV4_BYTES && (memory.bytes[next] as number) >> 4 === 4) {
				exchange(memory.i32, next);
				this.line.came(length, performance.now());
			}
		}
	}

	/** One that the kernel has no room for is lost, as on any wire. */
	readonly #send = (at: number, length: number): void => {
		libc.write(this.#tun.fd, this.line.memory.address + at, length);
	};
}

function exchange(words: Int32Array, at: number): void {
	const [source, destination] = [(at + SOURCE) >> 2, (at + DESTINATION) >> 2];
	const address = words[source] as number;
	words[source] = words[destination] as number;
	words[destination] = address;
}
