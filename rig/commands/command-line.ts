// deadweight: the command line of the rig.
import process from 'node:process';
import yargs from 'yargs';
import {hideBin} from 'yargs/helpers';
import * as aa from './aa.js';
import * as agent from './agent.js';
import * as compare from './compare.js';
import * as doctor from './doctor.js';
import * as duet from './duet.js';
import * as gates from './gates.js';
import * as kernels from './kernels.js';
import * as list from './list.js';
import * as plot from './plot.js';
import * as published from './published.js';
import * as report from './report.js';
import * as rerun from './rerun.js';
import * as run from './run.js';
import * as study from './study.js';
import * as tune from './tune.js';
import {describe, EXIT_FAILED, Failure, UsageError} from '../failure.js';

/** What is meant to be given more than once. */
const lists = ['_', 'dir', 'vary', 'set', 'subject'];

const parser = yargs(hideBin(process.argv))
	.scriptName('deadweight')
	.usage('$0 <command>\n\nWhat does carrying N idle connections cost?')
	.parserConfiguration({'boolean-negation': false})
	.middleware(refuseRepetition)
	.command(run)
	.command(duet)
	.command(compare)
	.command(aa)
	.command(kernels)
	.command(rerun)
	.command(gates)
	.command(list)
	.command(study)
	.command(doctor)
	.command(tune)
	.command(plot)
	.command(published)
	.command(report)
	.command(agent)
	.demandCommand(1, 1, 'a command is missing')
	.strict()
	.version(false)
	.fail((message: string | null, error: Error | undefined) => {
		throw error ?? new UsageError(message ?? 'bad usage');
	});

for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', () => undefined); // EPIPE: nobody reads on, as of `deadweight list | head -1`
}

try {
	await parser.parseAsync();
} catch (error) {
	process.stderr.write(`deadweight: ${describe(error)}\n`);
	if (error instanceof UsageError) {
		process.stderr.write('See deadweight --help\n');
	}

	process.exitCode = error instanceof Failure ? error.exitCode : EXIT_FAILED;
}

/** yargs makes a list of an option that is given twice; of none here that is what was meant. */
function refuseRepetition(argv: Readonly<Record<string, unknown>>): void {
	const repeated = Object.keys(argv).find(
		name => Array.isArray(argv[name]) && !lists.includes(name),
	);
	if (repeated !== undefined) {
		throw new UsageError(`--${repeated} is given more than once`);
	}
}
