// Every command of the tutorial is run, in an empty folder, in its order.
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {deadweight} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const text = readFileSync(new URL('../../../docs/tutorial.md', import.meta.url), 'utf8');
const files = [...text.matchAll(/Save this as `([\w.]+)`:\n\n```js\n([^]*?)^```$/gm)];
const commands = [...text.matchAll(/^```(\w*)\n([^]*?)^```$/gm)]
	.filter(([, language]) => language === '')
	.flatMap(([, , block = '']) => block.trimEnd().split('\n'));

/** What makes a cell short; what it says is then of no worth, but that it was measured. */
const short = ['--warmup', '0.2', '--duration', '0.3', '--connections', '5', '-q'];
/** Behind a command's own words. */
const shortened: ReadonlyArray<readonly [pattern: RegExp, words: readonly string[]]> = [
	[/^deadweight run (?!.*--dry-run)/, ['--repeats', '1', '--retries', '0', ...short]],
	[/^deadweight duet /, ['--repeats', '1', '--retries', '0', ...short]],
];

test('the tutorial works, command by command', async t => {
	t.timeout(240_000);
	const folder = temporaryFolder(t);
	const bin = join(folder, 'bin');
	const work = join(folder, 'work');
	[bin, work].forEach(each => {
		mkdirSync(each);
	});
	const program = join(bin, 'deadweight');
	writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${deadweight}" "$@"\n`);
	chmodSync(program, 0o755);
	t.is(files.length, 2);
	for (const [, name = '', content = ''] of files) {
		writeFileSync(join(work, name), content);
	}

	// How it is installed is tested in packed.ts.
	const [install, ...others] = commands;
	t.regex(install ?? '', /^npm install -g \.\/deadweight-[\d.]+\.tgz$/);
	for (const command of others) {
		const more = shortened
			.filter(([pattern]) => pattern.test(command))
			.flatMap(([, words]) => words);
		const {exitCode, stdout, stderr} = await execa('sh', ['-c', [command, ...more].join(' ')], {
			...{cwd: work, reject: false, stdin: 'ignore'},
			env: {PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`},
		});
		// A duet that finds the change slower says so; on a busy machine gates may leave nothing.
		const isSaid = command.includes('--fail-on') && exitCode !== 2;
		const isSpoilt = stderr.includes('nothing was measured: gates');
		t.true(exitCode === 0 || isSaid || isSpoilt, command + stderr);
		t.not(stdout, '', command);
	}

	for (const name of ['first/report.html', 'first/graph.png', 'second/comparison.json']) {
		t.true(existsSync(join(work, name)), name);
	}

	t.regex(readFileSync(join(work, 'requests.log'), 'utf8'), /^\/\n\/\n/);
});
