// The plugin of QEMU that counts instructions by kernel function (bench/plugin), compiled and tried.
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {execaSync} from 'execa';
import {Failure} from '../../failure.js';
import {keep} from './cache.js';
import {benchFile, canCompile, compileC} from './compile.js';

const flags = ['-O2', '-shared', '-fPIC'];
/** A machine without anything ends at once when it is told to. */
const nothing = ['-M', 'none', '-accel', 'tcg', '-nodefaults', '-display', 'none'];
const TRY_MS = 60_000;

/**
 * The path of the plugin, kept in `folder`.
 * @throws Failure that says why guests here cannot have it: no compiler, or a QEMU that does not take it.
 */
export function findFunctionPlugin(folder: string): string {
	if (!canCompile()) {
		throw new Failure('no C compiler here for the plugin of QEMU: apt-get install gcc libc6-dev');
	}

	const source = benchFile('plugin/functions.c');
	const hash = createHash('sha256').update(flags.join(' '));
	for (const file of [source, benchFile('plugin/calls.h'), benchFile('twins/mark.h')]) {
		hash.update(readFileSync(file));
	}

	const path = join(folder, `plugin-${hash.digest('hex').slice(0, 12)}.so`);
	keep(path, () => compileC(source, flags));
	const tried = execaSync(
		'qemu-system-x86_64',
		[...nothing, '-monitor', 'stdio', ...pluginArguments(path, '/dev/null')],
		{input: 'quit\n', reject: false, timeout: TRY_MS},
	);
	if (tried.exitCode !== 0) {
		throw new Failure(
			`QEMU here does not take the plugin: ${tried.stderr.trim() || 'it did not end'}`,
		);
	}

	return path;
}

/** What QEMU is told; `counts` is the file that the plugin writes to. */
export function pluginArguments(plugin: string, counts: string): string[] {
	return ['-plugin', `file=${quoted(plugin)},out=${quoted(counts)}`];
}

/** A comma ends an option's value, unless it is doubled (qemu(1)). */
export function quoted(path: string): string {
	return path.replaceAll(',', ',,');
}
