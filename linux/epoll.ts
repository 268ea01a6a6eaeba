// epoll(7) as a Poller, in each of its three triggers.
import {Backoff} from './backoff.js';
import {mayPass} from './errno-class.js';
import * as libc from './libc.js';
import {allocate} from './memory.js';
import {type Poller, type ReadyList, type Trigger, type Warn} from './poller.js';
import {SystemError, check} from './system-error.js';

const EPOLL_CLOEXEC = 0o2000000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLL_CTL_MOD = 3;
const flags: Readonly<Record<Trigger, number>> = {level: 0, edge: 1 << 31, oneshot: 1 << 30};

/** EPOLLEXCLUSIVE (epoll_ctl(2), Linux 4.5): with EPOLLONESHOT it is refused. */
const EXCLUSIVE = 1 << 28;

/** Events a call of epoll_wait: more than the active connections of a study. */
const BATCH = 1024;

/** How often a control call is made at most: one that is short of memory may do the next time. */
const TRIES = 3;

/** Words of a struct epoll_event: it is packed on x86-64 alone (eventpoll.h). */
const EVENT_WORDS = process.arch === 'x64' ? 3 : 4;
const DATA_WORD = EVENT_WORDS - 2;

/** Opens an epoll set whose watches have the given trigger. `warn` is told what lasts. */
export function openEpoll(trigger: Trigger, warn?: Warn): Poller {
	return new Epoll(trigger, warn);
}

class Epoll implements Poller {
	/** epoll(7), "Questions and answers", 6: no descriptor of ours has a duplicate. */
	readonly forgetsClosed = true;
	readonly counters = {waits: 0, controls: 0};
	readonly #epfd = check(libc.epollCreate1(EPOLL_CLOEXEC), 'epoll_create1');
	readonly #events = allocate(BATCH * EVENT_WORDS * 4);
	readonly #control = allocate(EVENT_WORDS * 4);
	readonly exclusive: number | undefined;
	readonly #flags: number;
	readonly #backoff: Backoff;

	constructor(
		readonly trigger: Trigger,
		warn?: Warn,
	) {
		this.#backoff = new Backoff(warn);
		this.#flags = flags[trigger];
		this.exclusive = trigger === 'oneshot' ? undefined : EXCLUSIVE;
	}

	add(fd: number, token: number, want: number): void {
		check(this.#ctl(EPOLL_CTL_ADD, fd, token, want), 'epoll_ctl');
	}

	modify(fd: number, token: number, _was: number, want: number): void {
		check(this.#ctl(EPOLL_CTL_MOD, fd, token, want), 'epoll_ctl');
	}

	/** Where the kernel has no memory for it, close(2) ends the watch (epoll(7), "Questions", 6). */
	remove(fd: number, token: number): void {
		if (this.#ctl(EPOLL_CTL_DEL, fd, token, 0) === -1 && !mayPass(libc.errno())) {
			throw new SystemError('epoll_ctl', libc.errno());
		}
	}

	wait(ready: ReadyList, timeoutMs: number): number {
		this.counters.waits++;
		const capacity = Math.min(BATCH, ready.tokens.length);
		const count = libc.epollWait(this.#epfd, this.#events.address, capacity, timeoutMs);
		if (count === -1) {
			return this.#backoff.afterWait('epoll_wait', libc.errno());
		}

		this.#backoff.worked();
		const {i32} = this.#events;
		for (let index = 0, at = 0; index < count; index++, at += EVENT_WORDS) {
			ready.events[index] = i32[at] as number;
			ready.tokens[index] = i32[at + DATA_WORD] as number;
		}

		return count;
	}

	syscalls(): Record<string, number> {
		return {epoll_wait: this.counters.waits, epoll_ctl: this.counters.controls};
	}

	[Symbol.dispose](): void {
		libc.close(this.#epfd);
	}

	#ctl(op: number, fd: number, token: number, want: number): number {
		const {i32} = this.#control;
		i32[0] = want | this.#flags;
		i32[DATA_WORD] = token;
		let result = -1;
		for (let tries = 0; result === -1 && tries < TRIES; tries++) {
			this.counters.controls++;
			result = libc.epollCtl(this.#epfd, op, fd, this.#control.address);
			if (result === -1 && !mayPass(libc.errno())) {
				break;
			}
		}

		return result;
	}
}
