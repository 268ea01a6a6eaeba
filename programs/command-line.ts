// The one set-up of yargs for all our command lines: the habits that people expect of any of them.
import {readFileSync} from 'node:fs';
import process from 'node:process';
import yargs from 'yargs';
import {explainMistake} from './mistakes.js';
import {parseQuantity, type QuantityKind} from './quantities.js';
import {failAtExit} from './standard-output.js';

const MOST_COLUMNS = 80;

/** What a command line is told of itself. */
type CommandLine = {
	/** The arguments behind the program's name. */
	readonly args: readonly string[];
	/** Told what is wrong with them: a sentence, and the error where one was thrown. */
	readonly fail: (message: string, error: Error | undefined) => never;
	/** Options that may be given more than once. */
	readonly lists?: readonly string[];
	/** The words that it understands in place of an option, for "did you mean". */
	readonly commands?: readonly string[];
};

/**
 * A parser with --help, -h, --version and -V, in which no option is ignored: unknown ones, and those
 * that are given twice, are mistakes. `name` is that of a program, '' the command deadweight itself.
 */
export function commandLine(name: string, {args, fail, lists = [], commands}: CommandLine) {
	failAtExit(name === '' ? 'deadweight' : name);
	const parser = yargs(joinLists(args));
	const namesKnown = () =>
		// Not in its types, but what its own middleware is given.
		Object.keys((parser as unknown as {getOptions(): {key: object}}).getOptions().key);
	return (
		parser
			.scriptName(calledAs(name))
			.locale('en')
			// A quantity is read by its kind, and has no type that the help would tell.
			.parserConfiguration({'boolean-negation': false, 'parse-numbers': false})
			.wrap(widthOfHelp())
			.help()
			.alias('h', 'help')
			.version(ownVersion())
			.alias('V', 'version')
			.middleware(argv => {
				// yargs makes a list of an option that is given twice; of none here is that what was meant.
				const repeated = Object.keys(argv).find(
					key => key !== '_' && Array.isArray(argv[key]) && !lists.includes(key),
				);
				if (repeated !== undefined) {
					fail(`--${repeated} is given more than once`, undefined);
				}
			}, true)
			.fail((message: string | null, error: Error | undefined) =>
				fail(
					explainMistake(message ?? error?.message ?? 'bad usage', namesKnown(), commands),
					error,
				),
			)
	);
}

/** Of a terminal; elsewhere what COLUMNS says. Lines that are longer than MOST_COLUMNS are hard to read. */
function widthOfHelp(): number {
	return process.stdout.isTTY
		? Math.min(MOST_COLUMNS, process.stdout.columns)
		: Number(process.env['COLUMNS'] ?? MOST_COLUMNS);
}

/** A list with spaces, as in `--dead 0, 1000, 5000`, comes as several arguments. */
function joinLists(args: readonly string[]): string[] {
	const joined: string[] = [];
	for (const arg of args) {
		const last = joined.at(-1);
		const isRest = last !== undefined && last.length > 1 && last.endsWith(',');
		if (isRest && !arg.startsWith('-')) {
			joined[joined.length - 1] = last + arg;
		} else {
			joined.push(arg);
		}
	}

	return joined;
}

/** How a program is called: it is a command of deadweight. */
export function calledAs(name: string): string {
	return name === '' ? 'deadweight' : `deadweight ${name}`;
}

/** An option whose value is a quantity, in the unit of its kind: NaN where it is none. */
export function quantity<const O extends object>(kind: QuantityKind, option: O) {
	return {
		...option,
		requiresArg: true,
		coerce(given: unknown): number {
			// Of an option that is given twice there is a list, which is told of later.
			return typeof given === 'string'
				? (parseQuantity(kind, given) ?? Number.NaN)
				: (given as number);
		},
	};
}

/** Ends a program whose arguments are wrong: one sentence, and exit status 2. */
export function refuseUsage(name: string): (message: string) => never {
	return message => {
		process.stderr.write(`${name}: ${message}\nSee ${calledAs(name)} --help\n`);
		process.exit(2);
	};
}

/** The version of this package. */
export function ownVersion(): string {
	// dist/programs/ lies two folders below package.json.
	const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
	return (JSON.parse(text) as {version: string}).version;
}
