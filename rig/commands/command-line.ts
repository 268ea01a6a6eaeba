// deadweight: the command line of the rig.
import process from 'node:process';
import type {CommandModule} from 'yargs';
import {hideBin} from 'yargs/helpers';
import {calledAs, commandLine} from '../../programs/command-line.js';
import {findPrograms} from '../../programs/command-of.js';
import {describe, EXIT_FAILED, exitTable, Failure, UsageError} from '../failure.js';
import {commands} from './command-table.js';

const names = Object.keys(commands);
const programs = [...findPrograms().keys()];
const given = hideBin(process.argv);
const [first = ''] = given;
// `help rnu` is a mistake, and no question for help.
const isCommand = first === '' || first.startsWith('-') || [...names, 'completion'].includes(first);
const args = isCommand ? given : given.filter(arg => !['-h', '--help'].includes(arg));

// One that is named is loaded, and no other: all of them take most of a second.
const modules = await Promise.all(
	Object.entries(commands).map(async ([name, {load, ...said}]) => ({
		...said,
		...(args.includes(name) && (await load())),
	})),
);

const parser = commandLine('', {
	args,
	lists: ['dir', 'vary', 'set', 'server', 'subject'],
	commands: [...names, ...programs],
	fail(message, error) {
		throw error instanceof Failure ? error : new UsageError(message);
	},
})
	.usage('$0 <command>\n\nWhat does carrying N idle connections cost?')
	.command(modules as CommandModule[])
	.completion('completion', 'print a script for bash or zsh that completes commands and options')
	.epilogue(
		`Programs, which measurements are made with, each with a --help of its own:\n${programs.map(name => `  ${calledAs(name)}`).join('\n')}\n\n` +
			`Exit statuses of all commands:\n${exitTable.map(([status, meaning]) => `  ${String(status).padStart(3)}  ${meaning}`).join('\n')}`,
	)
	.demandCommand(1, 1, 'a command is missing')
	.strict();

process.stderr.on('error', () => undefined);

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
