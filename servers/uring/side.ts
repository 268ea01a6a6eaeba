// What a completion backend serves beside its connections: where they come from, and standard input.
import type {CallErrorCounts} from '../../linux/call-errors.js';
import type {Ring} from '../../linux/io-uring/ring.js';
import {setBlocking} from '../../linux/socket.js';
import type {Listening} from '../listener-kinds.js';
import {UringAcceptor} from './acceptor.js';
import {UringInput} from './input.js';
import {UringPassage} from './passage.js';

/** Connections come by accept, or are handed over by another process. */
export class UringSide {
	readonly #ring: Ring;
	readonly #admit: (fd: number) => void;
	readonly #warn: (message: string) => void;
	#acceptor: UringAcceptor | undefined;
	#passage: UringPassage | undefined;
	#input: UringInput | undefined;

	constructor(ring: Ring, actions: {admit: (fd: number) => void; warn: (message: string) => void}) {
		this.#ring = ring;
		this.#admit = actions.admit;
		this.#warn = actions.warn;
	}

	/** @throws Error where io_uring does not have that way. */
	listen(listener: {fd: number; token: number}, listening: Listening): void {
		switch (listening) {
			case 'shared':
				throw new Error(
					'io_uring waits for a connection exclusively, whoever else waits for it: take --listener exclusive',
				);
			case 'handed':
				this.#passage = new UringPassage(this.#ring, listener, this.adopt);
				break;
			default:
				this.#acceptor = new UringAcceptor(this.#ring, listener, this.#warn);
		}
	}

	/** Calls `ready` whenever the descriptor can be read, until the function returned is called. */
	watch(input: {fd: number; token: number}, ready: () => void): () => void {
		const watched = new UringInput(this.#ring, input, ready);
		this.#input = watched;
		return () => {
			watched.unwatch();
		};
	}

	/** Takes on what was accepted elsewhere: with O_NONBLOCK, operations would not wait. */
	readonly adopt = (fd: number): void => {
		setBlocking(fd);
		this.#admit(fd);
	};

	/** Takes a completion of accept. */
	accepted(result: number, more: boolean): void {
		const fd = this.#acceptor?.completed(result, more) ?? -1;
		if (fd !== -1) {
			this.#admit(fd);
		}
	}

	/** Takes a completion of what is watched for input. */
	hasInput(token: number, result: number): void {
		this.#input?.completed(token, result);
		this.#passage?.input.completed(token, result);
	}

	/** Whether a request is in the kernel that accepts. */
	get isArmed(): boolean {
		return this.#acceptor?.isArmed === true;
	}

	/** How often accepting ended by itself and was begun again. */
	get rearms(): number {
		return this.#acceptor?.rearms ?? 0;
	}

	/** The longest that a wait may take: `timeoutMs`, or less while accepting rests. */
	limitWait(timeoutMs: number): number {
		return this.#acceptor?.rest.limitWait(timeoutMs) ?? timeoutMs;
	}

	endTurn(freed: boolean): void {
		this.#acceptor?.endTurn(freed);
	}

	cancel(): void {
		this.#acceptor?.cancel();
	}

	/** Its own system calls, by name, and those of them that failed. */
	syscalls(): Record<string, number> {
		return this.#passage ? {recvmsg: this.#passage.calls} : {};
	}

	errors(): CallErrorCounts {
		return this.#passage ? {recvmsg: this.#passage.errors.byName()} : {};
	}
}
