// A network namespace of a test's own with a wire in it, and programs that run there.
import {type ChildProcessByStdio, spawn, spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {once} from 'node:events';
import type {Readable, Writable} from 'node:stream';
import {commandOf} from '../../../programs/command-of.js';
import {dphttpdEvents} from '../../../programs/events/dphttpd.js';
import {relayEvents} from '../../../programs/events/relay.js';
import {wireEvents} from '../../../programs/events/wire.js';
import type {EventOf} from '../../../programs/test/helpers/read-exactly.js';
import {TestProgram} from '../../../programs/test/helpers/test-program.js';

const REQUEST = 'GET / HTTP/1.1\r\nHost: test\r\n\r\n';

/** Makes a connection for each line that it reads, and writes a line with how many bytes came once that has ended. */
const CLIENT = `
const net = require('net');
require('readline').createInterface(process.stdin).on('line', port => {
	let bytes = 0;
	const socket = net.connect({port, host: '127.0.0.1', noDelay: true}, () => socket.write(${JSON.stringify(REQUEST)}));
	socket.on('data', data => { bytes += data.length; });
	socket.on('error', error => console.log(error.code));
	socket.on('end', () => socket.end());
	socket.on('close', () => console.log(bytes));
}).on('close', () => process.exit());
`;

/** Why there can be no wire here; undefined where there can. */
export function whyNoWire(): string | undefined {
	if (!existsSync('/dev/net/tun')) {
		return 'there is no /dev/net/tun';
	}

	const {status, stderr, error} = spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up'], {
		encoding: 'utf8',
	});
	return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

/** A namespace with a wire of a delay, in seconds each way. */
export class WiredNamespace {
	readonly #programs: Array<{[Symbol.dispose](): void}> = [];

	/** Makes one. */
	static async create(delay: number): Promise<WiredNamespace> {
		const script = 'ip link set lo up && exec "$@"';
		const wire = new TestProgram(wireEvents, [
			...['unshare', '-n', 'sh', '-c', script, 'sh'],
			...commandOf('clients/wire', ['--delay', String(delay)]),
		]);
		return new WiredNamespace(wire, await wire.event('ready'));
	}

	private constructor(
		readonly wire: TestProgram<typeof wireEvents>,
		/** This host's address on the wire, and the far end's, which leads back to it. */
		readonly ends: EventOf<typeof wireEvents, 'ready'>,
	) {
		this.#programs.push(wire);
	}

	/** Starts an origin whose replies come with the end of the stream. */
	startOrigin(address: string): TestProgram<typeof dphttpdEvents> {
		const args = ['--json', '--port', '0', '--address', address, '--close-with-reply'];
		return this.#keep(
			new TestProgram(dphttpdEvents, [...this.#enter, ...commandOf('servers/dphttpd', args)]),
		);
	}

	/** Starts a relay that accepts a client once that has said something. */
	startRelay(origin: string, ...args: string[]): TestProgram<typeof relayEvents> {
		const all = ['--json', '--port', '0', '--address', '127.0.0.1', '--defer-accept', ...args];
		return this.#keep(
			new TestProgram(relayEvents, [
				...this.#enter,
				...commandOf('servers/relay', [...all, '--origin', origin]),
			]),
		);
	}

	/** Starts a client that makes one connection at a time, when it is told to. */
	startClient(): WiredClient {
		const [file, ...args] = this.#enter;
		const command = [...args, process.execPath, '-e', CLIENT];
		return this.#keep(new WiredClient(spawn(file, command, {stdio: ['pipe', 'pipe', 'inherit']})));
	}

	[Symbol.dispose](): void {
		for (const program of this.#programs.toReversed()) {
			program[Symbol.dispose]();
		}
	}

	get #enter(): [string, string] {
		return ['nsenter', `--net=/proc/${this.ends.pid}/ns/net`];
	}

	#keep<P extends {[Symbol.dispose](): void}>(program: P): P {
		this.#programs.push(program);
		return program;
	}
}

/** A client in a namespace. */
class WiredClient {
	readonly #process: ChildProcessByStdio<Writable, Readable, null>;

	constructor(process: ChildProcessByStdio<Writable, Readable, null>) {
		this.#process = process;
	}

	/** Asks the server at `port`, on a connection of its own: how many bytes came, or an errno. */
	async ask(port: number): Promise<string> {
		this.#process.stdin.write(`${port}\n`);
		const [data] = (await once(this.#process.stdout, 'data')) as [Buffer];
		return data.toString().trim();
	}

	[Symbol.dispose](): void {
		this.#process.kill('SIGKILL');
	}
}
