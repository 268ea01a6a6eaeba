// The load clients of the comparisons: 100 connections, each with one request on its way at a time.
import {spawnSync} from 'node:child_process';
import {type Program, startOurs, startProgram} from './program.js';

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
		await program.waitFor('connected');
		return program;
	},
};

/** Debian's httperf. */
export const realHttperf = loadOfOthers("Debian's httperf", 'httperf', port => [
	REAL_HTTPERF,
	...httperfOptions(port),
]);

/** wrk with one thread. */
export const wrk = loadOfOthers('wrk -t1 -c100', 'wrk', port => [
	...['wrk', '-t1', `-c${CONNECTIONS}`, `-d${ENDLESS_SECONDS}s`, `http://127.0.0.1:${port}/`],
]);

/** A load client of `debianPackage`, with its command. */
function loadOfOthers(
	name: string,
	debianPackage: string,
	commandFor: (port: number) => string[],
): LoadKind {
	return {
		name,
		start: async (port, cpu) => {
			const [command = '', ...args] = commandFor(port);
			if (spawnSync('sh', ['-c', 'command -v "$0"', command]).status !== 0) {
				throw new Error(`${name} is not installed (Debian: apt install ${debianPackage})`);
			}

			return Promise.resolve(startProgram({name, command, args, cpu, endedBy: 'SIGTERM'}));
		},
	};
}

function httperfOptions(port: number): string[] {
	return [
		'--server=127.0.0.1',
		`--port=${port}`,
		`--num-conns=${CONNECTIONS}`,
		`--num-calls=${ENDLESS_CALLS}`,
		'--rate=1000',
	];
}
