// The load clients of the comparisons: 100 connections, each with one request on its way at a time.
import {startOurs} from './our-program.js';
import {Program} from './program.js';

const CONNECTIONS = '100';
/** Calls a connection, seconds: more than a comparison takes. */
const ENDLESS_CALLS = '1000000000';
const ENDLESS_SECONDS = '86400';

/** Debian's httperf, by its path: this package's own is called httperf as well. */
const REAL_HTTPERF = '/usr/bin/httperf';

/** A load client to be started against 127.0.0.1:`port`. */
export type LoadKind = {
	readonly name: string;
	start(port: number, cpu: number): Promise<Program>;
};

/** Our httperf. */
export const httperf: LoadKind = {
	name: 'our httperf',
	start: async (port, cpu) => {
		const args = [...httperfOptions(port), `--duration=${ENDLESS_SECONDS}`];
		const program = startOurs('clients/httperf', args, cpu);
		await program.until('connected');
		return program;
	},
};

/** Debian's httperf. */
export const realHttperf: LoadKind = {
	name: "Debian's httperf",
	start: (port, cpu) =>
		Promise.resolve(
			new Program({
				name: "Debian's httperf",
				command: REAL_HTTPERF,
				args: httperfOptions(port),
				cpu,
				endedBy: 'SIGTERM',
				debianPackage: 'httperf',
			}),
		),
};

/** wrk with one thread. */
export const wrk: LoadKind = {
	name: 'wrk -t1 -c100',
	start: (port, cpu) =>
		Promise.resolve(
			new Program({
				name: 'wrk',
				command: 'wrk',
				args: ['-t1', `-c${CONNECTIONS}`, `-d${ENDLESS_SECONDS}s`, `http://127.0.0.1:${port}/`],
				cpu,
				endedBy: 'SIGTERM',
				debianPackage: 'wrk',
			}),
		),
};

function httperfOptions(port: number): string[] {
	return [
		'--server=127.0.0.1',
		`--port=${port}`,
		`--num-conns=${CONNECTIONS}`,
		`--num-calls=${ENDLESS_CALLS}`,
		'--rate=1000',
	];
}
