// A CountingServer in a process of its own, for a namespace of its own.
//
// Its first line tells its port; a line on standard input is answered with its counts; its end ends it.
import type {ChildProcessByStdio} from 'node:child_process';
import {createInterface, type Interface} from 'node:readline';
import {once} from 'node:events';
import type {Readable, Writable} from 'node:stream';
import {fileURLToPath} from 'node:url';
import {CountingServer} from './deadconn-server.js';
import type {Namespace} from './deadconn-namespace.js';

type ServerProcess = ChildProcessByStdio<Writable, Readable, null>;

/** What it counts. */
export type Counts = {readonly open: number; readonly dead: number; readonly sources: string[]};

const program = fileURLToPath(import.meta.url);

/** Such a server, seen from the test. */
export class RemoteServer {
	port = 0;
	readonly #process: ServerProcess;
	readonly #lines: Interface;

	/** Starts one in `namespace`, on `address`. */
	static async start(namespace: Namespace, address: string): Promise<RemoteServer> {
		const server = new RemoteServer(namespace.startProgram(program, address));
		server.port = Number(await server.#line());
		return server;
	}

	private constructor(process: ServerProcess) {
		this.#process = process;
		this.#lines = createInterface(process.stdout);
	}

	async counts(): Promise<Counts> {
		this.#process.stdin.write('\n');
		return JSON.parse(await this.#line()) as Counts;
	}

	/** Asks for its counts until `condition` holds of them. */
	async until(condition: (counts: Counts) => boolean): Promise<Counts> {
		for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
			const counts = await this.counts();
			if (condition(counts)) {
				return counts;
			}
		}

		throw new Error(`it stays at ${JSON.stringify(await this.counts())}`);
	}

	async #line(): Promise<string> {
		const [line] = (await once(this.#lines, 'line')) as [string];
		return line;
	}
}

if (process.argv[1] === program) {
	const server = await CountingServer.start(process.argv[2]);
	process.stdout.write(`${server.port}\n`);
	createInterface(process.stdin)
		.on('line', () => {
			const {peers, dead, sources} = server;
			process.stdout.write(`${JSON.stringify({open: peers.size, dead, sources})}\n`);
		})
		.on('close', () => {
			process.exit();
		});
}
