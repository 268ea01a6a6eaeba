// A server in the test's own process that answers as the test says, and counts what it saw.
import net from 'node:net';

/** A reply of 5 bytes of content. */
export const REPLY = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';

/** Answers request number `index` (from 0) of a connection. */
export type Answer = (socket: net.Socket, index: number) => void | Promise<void>;

/** A listening server. */
export class TestServer {
	requests = 0;
	/** Bytes of the last request. */
	requestText = '';
	readonly clientPorts: number[] = [];
	/** Errors of its connections, by code. */
	readonly errors: string[] = [];
	/** Connections of which the end of the client's stream was seen. */
	ends = 0;
	readonly #sockets = new Set<net.Socket>();
	readonly #server: net.Server;

	private constructor(answer: Answer) {
		this.#server = net.createServer({noDelay: true, allowHalfOpen: true}, socket => {
			this.#serve(socket, answer);
		});
	}

	/** Starts a server on a free port of 127.0.0.1. */
	static async start(answer: Answer): Promise<TestServer> {
		const server = new TestServer(answer);
		await new Promise<void>(resolve => server.#server.listen(0, '127.0.0.1', 4096, resolve));
		return server;
	}

	get port(): number {
		return (this.#server.address() as net.AddressInfo).port;
	}

	get open(): number {
		return this.#sockets.size;
	}

	/** The option that leads a load client here. */
	get options(): string[] {
		return ['--server=127.0.0.1', `--port=${this.port}`];
	}

	[Symbol.dispose](): void {
		this.#server.close();
		for (const socket of this.#sockets) {
			socket.destroy();
		}
	}

	#serve(socket: net.Socket, answer: Answer): void {
		let text = '';
		let index = 0;
		this.clientPorts.push(socket.remotePort ?? 0);
		this.#sockets.add(socket);
		socket.on('close', () => this.#sockets.delete(socket));
		socket.on('error', (error: NodeJS.ErrnoException) => this.errors.push(error.code ?? ''));
		socket.on('end', () => {
			this.ends++;
			socket.end();
		});
		socket.on('data', (data: Buffer) => {
			text += data.toString('latin1');
			for (;;) {
				const end = text.indexOf('\r\n\r\n');
				if (end === -1) {
					return;
				}

				this.requests++;
				this.requestText = text.slice(0, end + 4);
				text = text.slice(end + 4);
				void answer(socket, index++);
			}
		});
	}
}

/** Answers every request with the same text. */
export function always(text: string): Answer {
	return socket => {
		socket.write(text);
	};
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
	const server = net.createServer();
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as net.AddressInfo;
	await new Promise(resolve => server.close(resolve));
	return port;
}
