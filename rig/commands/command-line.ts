// deadweight: the command line of the rig.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {calledAs, commandLine} from '../../programs/command-line.js';
import {findPrograms} from '../../programs/command-of.js';
import {describeOutputError} from '../../programs/standard-output.js';
import {describe, EXIT_FAILED, exitTable, Failure, UsageError} from '../failure.js';
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
import * as results from './results.js';
import * as run from './run.js';
import * as show from './show.js';
import * as study from './study.js';
import * as tune from './tune.js';

const modules = [
	...[run, duet, compare, aa, kernels, rerun, results, show, gates, list],
	...[study, doctor, tune, plot, published, report, agent],
];
const names = modules.map(({command}) => command.split(' ')[0] ?? '');
const programs = [...findPrograms().keys()];
const args = hideBin(process.argv);

const parser = commandLine('', {
	args,
	lists: ['dir', 'vary', 'set', 'server', 'subject'],
	commands: [...names, ...programs],
	fail(message, error) {
		throw error instanceof Failure ? error : new UsageError(message);
	},
})
	.usage('$0 <command>\n\nWhat does carrying N idle connections cost?')
	.command(run)
	.command(duet)
	.command(compare)
	.command(aa)
	.command(kernels)
	.command(rerun)
	.command(results)
	.command(show)
	.command(gates)
	.command(list)
	.command(study)
	.command(doctor)
	.command(tune)
	.command(plot)
	.command(published)
	.command(report)
	.command(agent)
	.completion('completion', 'print a script for bash or zsh that completes commands and options')
	.epilogue(
		`Programs, which measurements are made with, each with a --help of its own:\n${programs.map(name => `  ${calledAs(name)}`).join('\n')}\n\n` +
			`Exit statuses of all commands:\n${exitTable.map(([status, meaning]) => `  ${String(status).padStart(3)}  ${meaning}`).join('\n')}`,
	)
	.demandCommand(1, 1, 'a command is missing')
	.strict();

let outputFailed = false;
process.stdout.on('error', (error: Error) => {
	// A pipe that is closed: nobody reads on, as of `deadweight list | head -1`, and a run goes on.
	const message = describeOutputError(error);
	if (message !== undefined && !outputFailed) {
		outputFailed = true;
		process.stderr.write(`deadweight: ${message}\n`);
	}
});
process.stderr.on('error', () => undefined);
process.on('exit', () => {
	if (outputFailed) {
		process.exitCode = EXIT_FAILED;
	}
});

try {
	await parser.parseAsync();
} catch (error) {
	process.stderr.write(`deadweight: ${describe(error)}\n`);
	if (error instanceof UsageError) {
		const [command = ''] = args;
		const about = names.includes(command) ? command : '';
		process.stderr.write(`See ${calledAs(about)} --help\n`);
	}

	process.exitCode = error instanceof Failure ? error.exitCode : EXIT_FAILED;
}
