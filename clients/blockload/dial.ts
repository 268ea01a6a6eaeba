// Connects to the disk, and goes through the handshake on each connection.
import * as libc from '../../linux/libc.js';
import {familyOf} from '../../linux/address.js';
import {
	TCP_NODELAY,
	connectTo,
	openSocket,
	setBlocking,
	setNonBlocking,
	setOption,
} from '../../linux/socket.js';
import {check} from '../../linux/system-error.js';
import {type OpenTls, pskClient} from '../../linux/tls.js';
import {connectToPath, openUnixSocket} from '../../linux/unix-socket.js';
import {type Offer, negotiate} from './negotiate.js';
import type {BlockloadOptions} from './options.js';
import {Wire} from './wire.js';

/** Connections whose handshakes are done, and what the server offers on each. */
export type Dialled = Offer & {readonly wires: readonly Wire[]};

/** @throws Error where TLS is asked for and not here, or where one of the connections cannot be had, or offers something else than the first. */
export function dial(options: BlockloadOptions): Dialled {
	const openTls: OpenTls | undefined = options.isSecure ? pskClient() : undefined;
	const wires: Wire[] = [];
	let offer: Offer | undefined;
	for (let index = 0; index < options.connections; index++) {
		const wire = new Wire(open(options));
		wires.push(wire);
		const own = negotiate(wire, {...options, openTls});
		offer ??= own;
		if (own.size !== offer.size || own.isStructured !== offer.isStructured) {
			throw new Error('the server does not offer the same disk on each connection');
		}
	}

	return {wires, size: offer?.size ?? 0, isStructured: offer?.isStructured ?? false};
}

/** Without Nagle's algorithm, as libnbd: a request must not wait for the reply to another. */
function open({path, address, port}: BlockloadOptions): number {
	const fd = path === undefined ? openSocket(familyOf(address)) : openUnixSocket({blocking: true});
	try {
		setBlocking(fd);
		check(path === undefined ? connectTo(fd, address, port) : connectToPath(fd, path), 'connect');
		if (path === undefined) {
			setOption(fd, TCP_NODELAY, 1);
		}

		setNonBlocking(fd);
		return fd;
	} catch (error) {
		libc.close(fd);
		throw error;
	}
}
