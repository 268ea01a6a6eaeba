// deadweight man: a man page, made of what --help says.
import {availableParallelism} from 'node:os';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import type {Argv} from 'yargs';
import {calledAs, ownVersion} from '../../programs/command-line.js';
import {findPrograms} from '../../programs/command-of.js';
import {noSuch} from '../../programs/nearest.js';
import {UsageError} from '../failure.js';

/** No line of a help text is so long: none is broken. */
const COLUMNS = 2000;

const main = fileURLToPath(new URL('../main.js', import.meta.url));

export function builder(yargs: Argv) {
	return yargs
		.positional('name', {type: 'string', describe: 'a command or a program'})
		.example('$0 man | man -l -', '')
		.example('$0 man run > deadweight-run.1', '')
		.epilogue('The page of all is in the package. Exit status: 0 good, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

/** The page is as man(7) wants it. */
export async function handler({name}: Arguments): Promise<void> {
	const all = await helpOf('');
	const commands = [...all.matchAll(/^ {2}deadweight (\w+)/gm)].flatMap(([, each]) => each ?? []);
	const names = [...new Set([...commands, ...findPrograms().keys()])];
	if (name !== undefined && !names.includes(name)) {
		throw new UsageError(noSuch('command', name, names));
	}

	const [first, others] = name === undefined ? [all, names] : [await helpOf(name), []];
	const helps = await helpsOf(others);
	const title = calledAs(name ?? '').replaceAll(' ', '-');
	process.stdout.write(
		[
			`.TH ${title.toUpperCase()} 1 "" "deadweight ${ownVersion()}"`,
			// Names of options are not to be hyphenated, nor spaced out to the margin.
			'.nh',
			'.ad l',
			'.SH NAME',
			`${title} \\- ${escape(summaryOf(first))}`,
			'.SH DESCRIPTION',
			...bodyOf(first),
			...helps.flatMap((help, index) => [
				`.SH ${escape(calledAs(others[index] ?? ''))}`,
				...bodyOf(help),
			]),
			'',
		].join('\n'),
	);
}

/** Each is asked in a process of its own, because a program reads its arguments as it is loaded. */
async function helpsOf(names: readonly string[]): Promise<string[]> {
	const helps: string[] = [];
	while (helps.length < names.length) {
		const some = names.slice(helps.length, helps.length + availableParallelism());
		helps.push(...(await Promise.all(some.map(helpOf))));
	}

	return helps;
}

async function helpOf(name: string): Promise<string> {
	const args = [main, ...(name === '' ? [] : [name]), '--help'];
	const {stdout} = await execa(process.execPath, args, {
		...{stdin: 'ignore', env: {COLUMNS: String(COLUMNS)}},
	});
	return stdout;
}

/** The first sentence behind the line that shows how it is called. */
function summaryOf(help: string): string {
	const [, , summary = ''] = help.split('\n');
	return summary.replace(/\.$/, '');
}

function bodyOf(help: string): string[] {
	const [usage = '', ...lines] = help.split('\n');
	return [`.B ${escape(usage)}`, ...lines.flatMap(describeLine)];
}

/** A heading, an entry of a list with what is said of it, or a line of a paragraph. */
function describeLine(line: string): string[] {
	if (line.trim() === '') {
		return ['.PP'];
	}

	const [, heading] = /^(\w[\w ]*):$/.exec(line) ?? [];
	if (heading !== undefined) {
		return [`.SS ${escape(heading)}`];
	}

	const [tag = '', ...said] = line.trim().split(/ {2,}/);
	return /^ {2}/.test(line) ? ['.TP', `.B ${escape(tag)}`, escape(said.join(' '))] : [escape(line)];
}

/** Neither a backslash nor a point at the beginning of a line is an order; a hyphen can be copied. */
function escape(text: string): string {
	return text
		.replaceAll('\\', String.raw`\e`)
		.replaceAll('-', String.raw`\-`)
		.replace(/^(?=[.'])/, String.raw`\&`);
}
