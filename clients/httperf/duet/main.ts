#!/usr/bin/env node
// duet: loads two servers in turns. Arguments in, events out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {pinTo} from '../../../linux/cpu.js';
import {parseDuetOptions} from './options.js';
import {runDuet} from './session.js';

const options = parseDuetOptions(hideBin(process.argv), message => {
	process.stderr.write(`duet: ${message}\nSee duet --help\n`);
	process.exit(2);
});

// Whoever read our output has gone: nobody is left to tell.
process.stdout.on('error', () => process.exit(1));

try {
	if (options.cpus) {
		pinTo(options.cpus);
	}

	process.exitCode = (await runDuet(options)) ? 0 : 1;
} catch (error) {
	process.stderr.write(`duet: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}
