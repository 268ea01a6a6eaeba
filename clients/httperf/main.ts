#!/usr/bin/env node
// httperf: the load client. Arguments in, a report out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {pinTo} from '../../linux/cpu.js';
import {refuseUsage} from '../../programs/command-line.js';
import {endWith, watchOutput} from '../../programs/standard-output.js';
import {parseOptions} from './options.js';
import {Reporter} from './reporter.js';
import {isGood} from './result.js';
import {runSession} from './session.js';
import {resolveServer} from './setup.js';

const options = parseOptions(hideBin(process.argv), refuseUsage('httperf'));
watchOutput('httperf');

try {
	if (options.cpus) {
		pinTo(options.cpus);
	}

	const reporter = new Reporter(options);
	const address = await resolveServer(options.server, options.port);
	// A client that is alone loads nothing of what starts others.
	const result =
		options.processes === 1
			? await runSession(options, address, reporter)
			: await (await import('./run-processes.js')).runProcesses(options, address, reporter);
	reporter.result(result);
	await endWith(isGood(result) ? 0 : 1);
} catch (error) {
	process.stderr.write(`httperf: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}
