// A duet's arguments: those of blockload, for two servers.
import {parseSidePlace, type SidePlace} from '../../side-place.js';
import {turnOptions, turnsCommand} from '../../turns-command.js';
import {checkLoad, checkNumber, loadOptions, readLoad} from '../options.js';

/** What a duet is told. Times in milliseconds. */
export type DuetOptions = {
	readonly sides: readonly [a: SidePlace, b: SidePlace];
	readonly load: ReturnType<typeof readLoad>;
	readonly sliceMs: number;
	readonly warmupMs: number;
	readonly durationMs: number;
};

/** Reads the arguments. Calls `fail` where they are wrong; --help prints the help and ends. */
export function parseDuetOptions(
	args: readonly string[],
	fail: (message: string) => never,
): DuetOptions {
	const argv = turnsCommand('blockload-duet', 'disks', {args, fail})
		.options({
			...loadOptions,
			...turnOptions,
		})
		.example('$0 10809:4711 10810:4712 --duration 8', 'port and process id of each server')
		.example('$0 /tmp/a:4711 /tmp/b:4712', 'paths of Unix sockets')
		.epilogue(
			'A server is PORT:PID[+PID…] or /PATH:PID[+PID…]; without PIDs its processor time is not read.\n' +
				'Prints events as JSON lines (docs/programs.md). What the disks held before is overwritten.\n' +
				'Exit status: 0 came to its end and every reply was right; 1 otherwise; 2 bad usage.',
		)
		.check(given => {
			checkNumber('--slice', given.slice, 1e6);
			checkNumber('--warmup', given.warmup, 86_400);
			checkNumber('--duration', given.duration, 86_400);
			return checkLoad(given);
		})
		.strict()
		.parseSync();
	try {
		return {
			sides: [parseSidePlace(String(argv['a'])), parseSidePlace(String(argv['b']))],
			load: readLoad(argv),
			sliceMs: argv.slice,
			warmupMs: argv.warmup * 1000,
			durationMs: argv.duration * 1000,
		};
	} catch (error) {
		return fail((error as Error).message);
	}
}
