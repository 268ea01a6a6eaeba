// Where dphttpd's connections come from.
import type {CallErrorCounts} from '../../linux/call-errors.js';
import * as libc from '../../linux/libc.js';
import {TCP_CORK, TCP_NODELAY, listenOn, portOf, setOption} from '../../linux/socket.js';
import type {Backend} from '../backend.js';
import type {Listening} from '../listener-kinds.js';
import type {DphttpdProtocol} from './protocol.js';

/** A turn of a server, as Backend.turn. */
export type Turn = (timeoutMs: number) => number;

/** Gives a server its connections. */
export type Source = {
	/** Gives them to `backend`, which serves `protocol`, from now on. Returns what a turn of the server is. */
	begin(backend: Backend, protocol: DphttpdProtocol): Turn;
	/** The calls that it makes itself, by name, and those of them that failed. */
	syscalls(): Record<string, number>;
	errors(): CallErrorCounts;
	[Symbol.dispose](): void;
};

/** What `fd` brings: the backend takes it from there. `fd` is closed at the end. */
export function sourceOf(fd: number, listening: Listening): Source {
	return {
		begin(backend) {
			backend.listen(fd, listening);
			return timeoutMs => backend.turn(timeoutMs);
		},
		syscalls: () => ({}),
		errors: () => ({}),
		[Symbol.dispose]() {
			libc.close(fd);
		},
	};
}

/** Where a server listens, and what its connections inherit. */
type ListenSettings = {
	readonly address: string;
	readonly port: number;
	readonly backlog: number;
	readonly isNoDelay: boolean;
	readonly deferAccept: boolean;
};

/** As listenOn; what is accepted inherits TCP_NODELAY, so that no connection costs a call for it. */
export function listenAs(
	{address, port, backlog, isNoDelay, deferAccept}: ListenSettings,
	sharing?: {reusePort: boolean},
): number {
	const fd = listenOn(address, port, backlog, {...sharing, deferAccept});
	if (isNoDelay) {
		setOption(fd, TCP_NODELAY, 1);
	}

	return fd;
}

/** A listening socket of its own, and its port. */
export function ownSource({
	closeWithReply,
	...settings
}: ListenSettings & {readonly closeWithReply: boolean}): {source: Source; port: number} {
	const fd = listenAs(settings);
	if (closeWithReply) {
		// What is accepted inherits it, and holds a reply back for the end that follows.
		setOption(fd, TCP_CORK, 1);
	}

	return {source: sourceOf(fd, 'own'), port: portOf(fd)};
}
