// A listener with a short backlog that accepts only when it is told to, at its own pace.
//
// Run as a program it listens on the address given, prints its port, and accepts from the first line
// on standard input on; the end of standard input ends it.
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import * as libc from '../../../linux/libc.js';
import {acceptFrom, listenOn, portOf} from '../../../linux/socket.js';

/** Its program. */
export const slowListener = fileURLToPath(import.meta.url);

/** Its backlog: one more fits, then the kernel drops what comes. */
export const BACKLOG = 4;

const ACCEPT_MS = 2;

/** Listens; closed with all it has accepted when the test ends. */
export class SlowListener {
	readonly port: number;
	readonly #fd: number;
	readonly #accepted: number[] = [];
	#timer: NodeJS.Timeout | undefined;

	constructor(address = '127.0.0.1') {
		this.#fd = listenOn(address, 0, BACKLOG);
		this.port = portOf(this.#fd);
	}

	get accepted(): number {
		return this.#accepted.length;
	}

	/** Accepts one connection every ACCEPT_MS from now on. */
	startAccepting(): void {
		this.#timer = setInterval(() => {
			const fd = acceptFrom(this.#fd);
			if (fd !== -1) {
				this.#accepted.push(fd);
			}
		}, ACCEPT_MS);
	}

	[Symbol.dispose](): void {
		clearInterval(this.#timer);
		for (const fd of [this.#fd, ...this.#accepted]) {
			libc.close(fd);
		}
	}
}

if (process.argv[1] === slowListener) {
	const listener = new SlowListener(process.argv[2]);
	process.stdout.write(`${listener.port}\n`);
	createInterface(process.stdin)
		.on('line', () => {
			listener.startAccepting();
		})
		.on('close', () => {
			process.exit();
		});
}
