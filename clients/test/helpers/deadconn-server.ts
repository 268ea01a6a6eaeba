// A server that answers nothing, and counts what each of its connections has sent.
import {once} from 'node:events';
import {createServer, type AddressInfo, type Socket} from 'node:net';
import {waitFor} from '../../../programs/test/helpers/wait-for.js';

/** What a dead connection sends, and all it ever sends. */
const REQUEST = 'GET / HTTP/1.0\r\n';

/** A connection at the server's end. */
type Peer = {readonly socket: Socket; received: string; readonly from: string};

/** A listening server on a free port; it is closed, with its connections, when the test ends. */
export class CountingServer {
	/** The connections that are open. */
	readonly peers = new Set<Peer>();
	/** How many connections have ended, by how: a reset is an ECONNRESET. */
	readonly ends = {reset: 0, closed: 0};
	accepted = 0;
	readonly clientPorts: number[] = [];
	/** Called with each connection that is accepted. */
	onAccepted: (peer: Peer) => void = () => undefined;
	readonly #server = createServer(socket => {
		this.#accept(socket);
	});

	/** Listens on `address`; about `backlog` connections can wait to be accepted. */
	static async start(address = '127.0.0.1', backlog = 1024): Promise<CountingServer> {
		const server = new CountingServer();
		server.#server.listen({host: address, port: 0, backlog});
		await once(server.#server, 'listening');
		return server;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	/** How many connections have sent the request, and not one byte more or less. */
	get dead(): number {
		return [...this.peers].filter(({received}) => received === REQUEST).length;
	}

	/** The addresses that connections come from. */
	get sources(): string[] {
		return [...new Set([...this.peers].map(({from}) => from))].sort();
	}

	/** Waits until `condition` holds of this server. */
	async until(condition: (server: this) => boolean): Promise<void> {
		await waitFor(
			() => (condition(this) ? true : undefined),
			() => `the server has ${this.peers.size} connections, ${this.dead} of them dead`,
		);
	}

	/** Accepts no more. */
	stopListening(): void {
		this.#server.close();
	}

	[Symbol.dispose](): void {
		this.#server.close();
		for (const {socket} of this.peers) {
			socket.destroy();
		}
	}

	#accept(socket: Socket): void {
		const peer: Peer = {socket, received: '', from: socket.remoteAddress ?? ''};
		let isReset = false;
		this.accepted++;
		this.clientPorts.push(socket.remotePort ?? 0);
		this.peers.add(peer);
		socket.on('data', (data: Buffer) => {
			peer.received += data.toString('latin1');
		});
		socket.on('error', (error: NodeJS.ErrnoException) => {
			isReset ||= error.code === 'ECONNRESET';
		});
		socket.on('close', () => {
			this.peers.delete(peer);
			this.ends[isReset ? 'reset' : 'closed']++;
		});
		this.onAccepted(peer);
	}
}
