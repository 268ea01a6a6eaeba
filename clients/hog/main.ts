#!/usr/bin/env node
// hog: a fault to be found: takes processor time away from whatever runs beside it.
import process from 'node:process';
import {setImmediate} from 'node:timers/promises';
import {hideBin} from 'yargs/helpers';
import {parseCpus, pinTo} from '../../linux/cpu.js';
import {stopOnSignals} from '../../linux/main-loop.js';
import {commandLine, refuseUsage} from '../../programs/command-line.js';
import {watchOutput} from '../../programs/standard-output.js';

const TURN_MS = 20;

const argv = commandLine('hog', {args: hideBin(process.argv), fail: refuseUsage('hog')})
	.usage(
		'$0 [options]\n\nKeeps a processor busy until standard input closes, or SIGTERM or SIGINT.',
	)
	.option('cpus', {type: 'string', describe: 'processors to run on, as in 0,2-3'})
	.example('$0 --cpus 1', '')
	.epilogue('Exit status: 0 ended as told, 1 failed, 2 bad usage.')
	.check(({cpus}) => cpus === undefined || parseCpus(cpus).length > 0)
	.strict()
	.parseSync();
watchOutput('hog');

try {
	if (argv.cpus !== undefined) {
		pinTo(parseCpus(argv.cpus));
	}

	await spin();
} catch (error) {
	process.stderr.write(`hog: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
}

process.stdin.destroy();

async function spin(): Promise<void> {
	const stop = stopOnSignals();
	process.stdin.on('end', () => {
		stop.reason ??= 'standard input closed';
	});
	process.stdin.resume();
	process.stdout.write(JSON.stringify({event: 'ready', pid: process.pid}) + '\n');
	while (stop.reason === undefined) {
		const until = performance.now() + TURN_MS;
		while (performance.now() < until) {
			// That is all that it does.
		}

		await setImmediate();
	}

	process.stderr.write(`hog: ended: ${stop.reason}\n`);
}
