#!/usr/bin/env node
// blockload: loads a disk that is served by NBD. Arguments in, a report out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {pinTo} from '../../linux/cpu.js';
import {parseOptions} from './options.js';
import {runLoad} from './run.js';

const options = parseOptions(hideBin(process.argv), message => {
	process.stderr.write(`blockload: ${message}\nSee blockload --help\n`);
	process.exit(2);
});

// Whoever read our output has gone: nobody is left to tell.
process.stdout.on('error', () => process.exit(1));

try {
	if (options.cpus) {
		pinTo(options.cpus);
	}

	process.exit((await runLoad(options)) ? 0 : 1);
} catch (error) {
	process.stderr.write(`blockload: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}
