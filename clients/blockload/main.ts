#!/usr/bin/env node
// blockload: loads a disk that is served by NBD. Arguments in, a report out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {pinTo} from '../../linux/cpu.js';
import {refuseUsage} from '../../programs/command-line.js';
import {endWith, watchOutput} from '../../programs/standard-output.js';
import {parseOptions} from './options.js';
import {runLoad} from './run.js';

const options = parseOptions(hideBin(process.argv), refuseUsage('blockload'));
watchOutput('blockload');

try {
	if (options.cpus) {
		pinTo(options.cpus);
	}

	await endWith((await runLoad(options)) ? 0 : 1);
} catch (error) {
	process.stderr.write(`blockload: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}
