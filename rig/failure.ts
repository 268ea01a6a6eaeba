// The errors that a person is meant to read: one message, and an exit code.

/** Exit codes of `deadweight`, as its --help lists them. */
export const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** A verdict that --fail-on names. */
export const EXIT_VERDICT = 3;
/** 128 + SIGINT, as shells report it. */
export const EXIT_INTERRUPTED = 130;

/** What each exit status means, for every command and program: --help and docs/reference.md have it. */
export const exitTable: ReadonlyArray<readonly [status: number, meaning: string]> = [
	[0, 'done: measured, compared, ended as told'],
	[
		EXIT_FAILED,
		'failed, or nothing was measured or could be compared; a client: no reply, or stopped early',
	],
	[EXIT_USAGE, 'the command line makes no sense; nothing was begun'],
	[
		EXIT_VERDICT,
		'a verdict that --fail-on names; of programs: a limit is too low for so many descriptors',
	],
	[
		EXIT_INTERRUPTED,
		'interrupted by Ctrl-C or a signal: finished cells are kept, --resume goes on',
	],
];

/** Something that people can act on: `message` says what happened, why, and what to do. */
export class Failure extends Error {
	override readonly name: string = 'Failure';

	constructor(
		message: string,
		readonly exitCode: number = EXIT_FAILED,
	) {
		super(message);
	}
}

/** What was asked for makes no sense: exit code 2. */
export class UsageError extends Failure {
	override readonly name = 'UsageError';

	constructor(message: string) {
		super(message, EXIT_USAGE);
	}
}

/** The run was told to stop (SIGINT or SIGTERM). */
export class Interrupted extends Failure {
	override readonly name = 'Interrupted';

	constructor() {
		super('interrupted', EXIT_INTERRUPTED);
	}
}

/** What went wrong, in one line: no stack trace, no line breaks. */
export function describe(error: unknown): string {
	return (error instanceof Error ? error.message : String(error))
		.trim()
		.replaceAll(/\s*\n\s*/g, '; ');
}
