// Man pages are made of what --help says, and man(1) has nothing against them.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execaSync} from 'execa';
import {findPrograms} from '../../programs/command-of.js';
import {runCli} from './helpers/cli.js';

const hasMan = execaSync('man', ['--version'], {reject: false}).exitCode === 0;
const manTest = hasMan ? test : test.skip;

/** As a person sees it, on a terminal of that many columns. */
function show(page: string, width: number): string {
	const {stdout, stderr} = execaSync('man', ['--warnings', '-l', '-'], {
		...{input: page, env: {MANWIDTH: String(width), LC_ALL: 'C.UTF-8', PAGER: 'cat'}},
	});
	return `${stdout}\n${stderr}`.replaceAll(/.\u0008/g, '');
}

manTest('the page of a command has its options and its examples (skipped without man)', async t => {
	const {exitCode, stdout, stderr} = await runCli(['man', 'run']);
	t.is(exitCode, 0, stderr);
	const page = show(stdout, 72);
	const shown = page.replaceAll(/\s+/g, ' ');
	t.regex(
		shown,
		/ NAME deadweight-run - run a study: measure its cells and draw its graph DESCRIPTION /,
	);
	t.regex(shown, / -o, --out folder for the results \[results\/<study>-<time>\] \[string\] /);
	t.regex(shown, / deadweight run --during 'perf stat -p \{pid\}' /);
	t.notRegex(page, /troff|groff|warning:/);
	t.true(page.split('\n').every(line => line.length <= 80));
	const none = await runCli(['man', 'rnu']);
	t.is(none.exitCode, 2);
	t.regex(none.stderr, /there is no command rnu; .*did you mean run\?/);
});

const page = fileURLToPath(new URL('../../../man/deadweight.1', import.meta.url));
const pageTest = hasMan && existsSync(page) ? test : test.skip;
pageTest('the page of the package has every program (skipped without man, or npm run man)', t => {
	const shown = execaSync('man', ['-l', join(page)], {env: {PAGER: 'cat'}}).stdout;
	for (const name of ['run', 'duet', 'compare', ...findPrograms().keys()]) {
		t.regex(shown.replaceAll(/.\u0008/g, ''), new RegExp(`^DEADWEIGHT ${name}$`, 'im'), name);
	}
});
