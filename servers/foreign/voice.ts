// What is said of a foreign server: lines for people, or JSON events for programs (docs/programs.md).
import type {ForeignReport} from './serve.js';

type Ready = {
	readonly mechanism: string;
	readonly address: string;
	readonly port: number;
	readonly maxfds: number;
	/** The server's own process. */
	readonly pid: number;
};

/** Writes what happens to standard output. */
export class Voice {
	constructor(
		private readonly json: boolean,
		private readonly name: string,
	) {}

	ready(ready: Ready): void {
		const {address, port, pid} = ready;
		this.#say({event: 'ready', ...ready}, `${this.name} serves on ${address}:${port}, pid ${pid}`);
	}

	report(report: ForeignReport): void {
		this.#say({event: 'report', ...report}, describe(report));
	}

	end(reason: string, report: ForeignReport): void {
		this.#say({event: 'end', reason, ...report}, `ended: ${reason}\n${describe(report)}`);
	}

	#say(event: object, words: string): void {
		process.stdout.write((this.json ? JSON.stringify(event) : words) + '\n');
	}
}

function describe({replies, connections, cpu, rss}: ForeignReport): string {
	return [
		`Replies: ${replies}`,
		`Connections: now ${connections.now} accepted ${connections.accepted}`,
		`CPU time [s]: user ${(cpu.user / 1e6).toFixed(2)} system ${(cpu.system / 1e6).toFixed(2)}`,
		`Memory [MiB]: ${(rss / 2 ** 20).toFixed(1)}`,
	].join('\n');
}
