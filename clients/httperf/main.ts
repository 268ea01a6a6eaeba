#!/usr/bin/env node
// httperf: the load client. Arguments in, a report out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {pinTo} from '../../linux/cpu.js';
import {parseOptions} from './options.js';
import {Reporter} from './reporter.js';
import {isGood} from './result.js';
import {runSession} from './session.js';
import {resolveServer} from './setup.js';

const options = parseOptions(hideBin(process.argv), message => {
	process.stderr.write(`httperf: ${message}\nSee httperf --help\n`);
	process.exit(2);
});

// Whoever read our output has gone: nobody is left to tell.
process.stdout.on('error', () => process.exit(1));

try {
	if (options.cpus) {
		pinTo(options.cpus);
	}

	const reporter = new Reporter(options);
	const result = await runSession(options, await resolveServer(options.server), reporter);
	reporter.result(result);
	process.exit(isGood(result) ? 0 : 1);
} catch (error) {
	process.stderr.write(`httperf: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}
