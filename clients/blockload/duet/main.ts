#!/usr/bin/env node
// blockload-duet: loads two disks in turns. Arguments in, events out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {pinTo} from '../../../linux/cpu.js';
import {refuseUsage} from '../../../programs/command-line.js';
import {endWith, watchOutput} from '../../../programs/standard-output.js';
import {parseDuetOptions} from './options.js';
import {runDuet} from './session.js';

const options = parseDuetOptions(hideBin(process.argv), refuseUsage('blockload-duet'));
watchOutput('blockload-duet');

try {
	if (options.load.cpus) {
		pinTo(options.load.cpus);
	}

	await endWith((await runDuet(options)) ? 0 : 1);
} catch (error) {
	process.stderr.write(
		`blockload-duet: ${error instanceof Error ? error.message : String(error)}\n`,
	);
	process.exit(1);
}
