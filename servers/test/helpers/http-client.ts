// Connections of a test to a server in another process.
import {once} from 'node:events';
import net from 'node:net';
import {setTimeout} from 'node:timers/promises';

/** Opens `count` connections to 127.0.0.1, each with what it has received in `text`. */
export async function connectMany(port: number, count: number): Promise<TestConnection[]> {
	return Promise.all(
		Array.from({length: count}, async () => {
			const socket = net.connect(port, '127.0.0.1');
			const connection = new TestConnection(socket);
			// A server may reset it before this process looks: it is then not open.
			await once(socket, 'connect').catch(() => undefined);
			return connection;
		}),
	);
}

/** A socket, with what it has received, and whether it is still open. */
export class TestConnection {
	text = '';
	isOpen = true;

	constructor(readonly socket: net.Socket) {
		socket.on('data', data => {
			this.text += data.toString('latin1');
		});
		socket.on('error', () => undefined);
		socket.on('close', () => {
			this.isOpen = false;
		});
	}

	/** Asks. */
	ask(): void {
		this.socket.write('GET / HTTP/1.1\r\nHost: test\r\n\r\n');
	}

	/** Asks, and tells whether the reply came within `ms`. */
	async asks(ms = 3000): Promise<boolean> {
		const before = this.text.length;
		this.ask();
		for (const deadline = Date.now() + ms; Date.now() < deadline;) {
			if (this.text.length >= before + 213) {
				return this.text.slice(before).startsWith('HTTP/1.1 200 OK\r\n');
			}

			await setTimeout(5);
		}

		return false;
	}

	end(): void {
		this.socket.resetAndDestroy();
	}
}
