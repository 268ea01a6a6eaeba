#!/usr/bin/env node
// pipetest: what a wait costs when N pipes are watched. Arguments in, passes a second out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {parseCpus} from '../../linux/cpu.js';
import {listMechanisms} from '../../linux/mechanism-list.js';
import {ResidentMemory} from '../../linux/resident-memory.js';
import {commandLine, quantity, refuseUsage as refuserOf} from '../../programs/command-line.js';
import {parseQuantity} from '../../programs/quantities.js';
import {endWith, watchOutput} from '../../programs/standard-output.js';
import {RefusedError} from '../refusal.js';
import {findPipeMechanisms} from './mechanisms.js';
import type {PipetestOptions} from './options.js';
import type {PipetestResult} from './result.js';
import {routings} from './routing.js';
import {runPipetest} from './run.js';

const routingHelp =
	'where a token goes next. last: always the last pipe (token k: the k-th from the end). spread: ' +
	'another pipe each time. The figures of 2002 most likely used last: epoll lost 5 % from 10 to 16 000 pipes, where ' +
	'tokens that wander would have met cold pipes; its source of that year is not known. It matters ' +
	'to poll, which queues itself on the pipes before the first that is ready, not on those behind it';

/** Of pipes, tokens and passes: more than any machine has time for. */
const MOST = 1e9;

const refuseUsage: (message: string) => never = refuserOf('pipetest');

const parser = commandLine('pipetest', {args: hideBin(process.argv), fail: refuseUsage})
	.usage(
		'$0 [mechanism] num_pipes message_threads max_generation\n\n' +
			'Passes tokens from pipe to pipe: a pass is a write, a wait with all pipes watched, and a read.',
	)
	.options({
		routing: {choices: routings, default: 'last' as const, describe: routingHelp},
		'min-duration': quantity('seconds', {
			describe: 'seconds; whole lives of the tokens are repeated until then [1]',
		}),
		paper: {type: 'boolean', describe: 'time exactly one life, as in 2002'},
		warmup: quantity('seconds', {
			default: 0.2,
			describe: 'seconds of untimed lives before: V8 compiles',
		}),
		cpus: {type: 'string', describe: 'processors to run on, as in 0,2-3'},
		json: {type: 'boolean', default: false, describe: 'events as JSON lines (docs/programs.md)'},
		'list-mechanisms': {type: 'boolean', describe: 'what there is, what this kernel lacks and why'},
	})
	.conflicts('paper', 'min-duration')
	.example('$0 poll 1000 1 300', 'as in the study of 2002')
	.example('$0 sys-epoll 1000 1 300 --paper', '')
	.epilogue(
		'The mechanism is poll unless given. message_threads is the number of tokens on their way at\n' +
			'once. Exit status: 0 done, 1 failed or stopped, 2 bad usage, 3 a limit is too low.',
	)
	.strictOptions();

const argv = parser.parseSync();
watchOutput('pipetest');
if (argv.listMechanisms) {
	process.stdout.write(listMechanisms(await findPipeMechanisms(), argv.json));
	await endWith(0);
}

const options = readOptions();
try {
	const result = await runPipetest(options, sayReady);
	sayResult(result);
	await endWith(0);
} catch (error) {
	await endWith(sayError(error));
}

function readOptions(): PipetestOptions {
	const words = argv._.map(String);
	const [mechanism = 'poll', ...numbers] = words.length === 4 ? words : ['poll', ...words];
	if (words.length < 3 || words.length > 4) {
		refuseUsage('usage: pipetest [mechanism] num_pipes message_threads max_generation');
	}

	const names = ['num_pipes', 'message_threads', 'max_generation'];
	const [pipes, messageThreads, maxGeneration] = numbers.map((text, index) =>
		readNumber(names[index] ?? '', text),
	) as [number, number, number];
	const duration = argv.paper ? undefined : (argv.minDuration ?? 1);
	for (const seconds of [argv.warmup, duration ?? 0]) {
		if (!(seconds >= 0 && seconds <= 1e6)) {
			refuseUsage('--warmup and --min-duration must be seconds from 0 to 1000000');
		}
	}

	return {
		...{mechanism, pipes, messageThreads, maxGeneration},
		...{routing: argv.routing, warmup: argv.warmup, json: argv.json},
		minDuration: duration,
		cpus: readCpus(),
	};
}

function readCpus(): number[] | undefined {
	try {
		return argv.cpus === undefined ? undefined : parseCpus(argv.cpus);
	} catch (error) {
		return refuseUsage((error as Error).message);
	}
}

function readNumber(name: string, text: string): number {
	const value = parseQuantity('count', text) ?? 0;
	return Number.isInteger(value) && value > 0 && value < MOST
		? value
		: refuseUsage(`${name} must be a whole number from 1, not ${text}`);
}

function sayReady(mechanism: string): void {
	const {pipes, messageThreads, maxGeneration, routing, json} = options;
	process.stdout.write(
		json
			? event({
					event: 'ready',
					...{mechanism, routing, pipes, messageThreads, maxGeneration, pid: process.pid},
				})
			: `using ${pipes} pipe pairs, ${messageThreads} message threads, ${maxGeneration} max generation\n`,
	);
}

function sayResult(result: PipetestResult): void {
	const {mechanism, passes, seconds} = result;
	const passesPerSecond = passes / seconds;
	process.stdout.write(
		options.json
			? event({
					event: 'result',
					...result,
					passesPerSecond,
					rss: new ResidentMemory().read(),
				})
			: `Ok! Mode ${mechanism}: ${passes} passes in ${seconds.toFixed(6)} seconds\n` +
					`passes_per_sec: ${passesPerSecond.toFixed(2)}\n${describeCalls(result)}`,
	);
}

/** The part of a pass that a program in C would not have. */
function describeCalls({syscalls, passes, seconds, callNs}: PipetestResult): string {
	const calls = Object.values(syscalls).reduce((sum, count) => sum + count, 0) / passes;
	const pass = (seconds / passes) * 1e6;
	const theirs = (calls * callNs) / 1000;
	return (
		`A pass takes ${pass.toFixed(3)} us. ${theirs.toFixed(3)} us of it are the cost of calling C from JavaScript: ` +
		`${calls.toFixed(2)} system calls, ${callNs.toFixed(0)} ns each.\n`
	);
}

/** Says what went wrong, and returns the exit status for it. */
function sayError(error: unknown): number {
	if (error instanceof RefusedError) {
		const {reason, limit, value, needed, remedy} = error.failure;
		if (options.json) {
			process.stdout.write(event({event: 'failed', ...error.failure}));
		}

		process.stderr.write(
			`pipetest: ${reason}\n  ${limit} is ${value}, needed: ${needed}; raise it: ${remedy}\n`,
		);
		return 3;
	}

	process.stderr.write(`pipetest: ${error instanceof Error ? error.message : String(error)}\n`);
	return 1;
}

function event(fields: object): string {
	return JSON.stringify(fields) + '\n';
}
