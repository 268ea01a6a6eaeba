// Results folders that are damaged, foreign or none: whatever reads them says so in one message, and
// harms nothing.
import {createHash} from 'node:crypto';
import {
	chmodSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {runCli} from './helpers/cli.js';
import {someRow, someRun, writeResults} from './helpers/rows.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

type Damage = readonly [name: string, harm: (folder: string) => void, message: RegExp];

/** What may have become of run.json. */
const runDamages: readonly Damage[] = [
	['nothing is in it', () => undefined, /is no results folder/],
	['run.json is empty', withRun(''), /run\.json is damaged: it is no JSON/],
	['run.json is cut short', withRun('{"schema": 2, "sett'), /run\.json is damaged: it is no JSON/],
	['run.json is binary', withRun('\0\u0001\u0002'), /run\.json is damaged: it is no JSON/],
	['run.json is null', withRun('null'), /run\.json has no schema version/],
	['run.json is a list', withRun('[]'), /run\.json has no schema version/],
	['run.json is of the future', withRun('{"schema": 99}'), /has schema 99; this deadweight reads/],
	['run.json is of the past', withRun('{"schema": 1}'), /has schema 1; this deadweight reads/],
	['run.json has a schema that is no number', withRun('{"schema": "x"}'), /has schema "x"/],
	[
		"run.json is another program's",
		withRun('{"schema": 2, "name": "x"}'),
		/run\.json is damaged: /,
	],
	['its plan is no list', changed('plan', 7), /run\.json is damaged: plan/],
	[
		'its settings are none',
		changed('settings', {subject: 'dphttpd'}),
		/run\.json is damaged: settings/,
	],
	['its subject is unknown', changed('settings', {subject: 'x'}), /run\.json is damaged: settings/],
	['its hosts are gone', changed('hosts', {}), /run\.json is damaged: hosts/],
	[
		'run.json is a folder',
		folder => {
			mkdirSync(join(folder, 'run.json'));
		},
		/is no results folder: EISDIR/,
	],
];

/** What may have become of cells.ndjson. */
const rowDamages: readonly Damage[] = [
	[
		'rows are gone',
		folder => {
			withResults(folder, undefined);
		},
		/has no rows: ENOENT/,
	],
	[
		'a row is no JSON',
		folder => {
			withResults(folder, 'nonsense\n');
		},
		/line 1 is damaged: it is no JSON/,
	],
	[
		'a row is empty',
		folder => {
			withResults(folder, '\n');
		},
		/line 1 is damaged: it is no JSON/,
	],
	[
		'a row is of another version',
		folder => {
			withResults(folder, '{"schema":1}\n');
		},
		/line 1 has schema 1/,
	],
	[
		'a row has a status that there is not',
		folder => {
			withResults(folder, JSON.stringify({...someRow(), status: 'fine'}) + '\n');
		},
		/line 1 is damaged: status/,
	],
	[
		'a row in the middle is cut short',
		folder => {
			const line = JSON.stringify(someRow());
			withResults(folder, `${line}\n${line.slice(0, 80)}\n${line}\n`);
		},
		/line 2 is damaged: it is no JSON/,
	],
	[
		'the rows are a folder',
		folder => {
			withResults(folder, undefined);
			mkdirSync(join(folder, 'cells.ndjson'));
		},
		/has no rows: EISDIR/,
	],
];

const readers: ReadonlyArray<
	readonly [name: string, args: (folder: string, good: string) => string[]]
> = [
	['plot', folder => ['plot', folder]],
	['report', folder => ['report', folder]],
	['compare, as A', (folder, good) => ['compare', folder, good]],
	['compare, as B', (folder, good) => ['compare', good, folder]],
	['run --against', folder => ['run', '--dead', '0', '--against', folder]],
];
const resumers: typeof readers = [
	['run --resume', folder => ['run', '--resume', folder]],
	['rerun', folder => ['rerun', folder]],
];

for (const [reader, args] of [...readers, ...resumers]) {
	for (const [name, harm, message] of runDamages) {
		refuses(`${reader}: ${name}`, harm, args, message);
	}
}

for (const [reader, args] of [...readers, resumers[0] as (typeof resumers)[number]]) {
	for (const [name, harm, message] of rowDamages) {
		// A run that was killed before its first cell has no rows: that is no damage to go on from.
		if (!(reader === 'run --resume' && name === 'rows are gone')) {
			refuses(`${reader}: ${name}`, harm, args, message);
		}
	}
}

refuses(
	'plot: a file',
	folder => {
		writeFileSync(`${folder}/file`, '');
	},
	folder => ['plot', `${folder}/file`],
	/is no results folder: ENOTDIR/,
);
refuses(
	'plot: a folder that is not there',
	() => undefined,
	folder => ['plot', `${folder}/none`],
	/is no results folder: there is no run\.json in it/,
);
refuses(
	'plot: a duet whose rows are damaged',
	folder => {
		writeFileSync(join(folder, 'duet.json'), '{"schema": 2}');
	},
	folder => ['plot', folder],
	/duet\.json is damaged: |has no rows/,
);

test('a damaged row is named, and the folder is as it was, also where it cannot be written', async t => {
	const folder = temporaryFolder(t);
	withResults(folder, 'nonsense\n');
	chmodSync(folder, 0o555);
	t.teardown(() => {
		chmodSync(folder, 0o755);
	});
	const before = fingerprint(folder);
	const {exitCode} = await runCli(['plot', folder]);
	t.is(exitCode, 1);
	t.is(fingerprint(folder), before);
});

function refuses(
	name: string,
	harm: (folder: string) => void,
	args: (folder: string, good: string) => string[],
	message: RegExp,
): void {
	test(name, async t => {
		const cwd = temporaryFolder(t);
		const [folder, good] = [join(cwd, 'bad'), join(cwd, 'good')];
		mkdirSync(folder);
		mkdirSync(good);
		harm(folder);
		writeResults(good, [someRow()]);
		const before = fingerprint(cwd);
		const {exitCode, stdout, stderr} = await runCli(args(folder, good), cwd);
		t.true(exitCode === 1 || exitCode === 2, `${exitCode}: ${stderr}`);
		t.is(stdout, '');
		t.regex(stderr, message);
		t.regex(stderr, /^deadweight: /);
		t.true(stderr.split('\n').length <= 2, stderr);
		t.notRegex(stderr, /^ +at /m);
		t.is(fingerprint(cwd), before, 'no file is harmed');
	});
}

function withRun(text: string): (folder: string) => void {
	return folder => {
		writeResults(folder, [someRow()]);
		writeFileSync(join(folder, 'run.json'), text);
	};
}

function changed(field: string, value: unknown): (folder: string) => void {
	return withRun(JSON.stringify({...someRun(), [field]: value}));
}

function withResults(folder: string, rows: string | undefined): void {
	writeResults(folder, [someRow()]);
	if (rows === undefined) {
		rmSync(join(folder, 'cells.ndjson'));
	} else {
		writeFileSync(join(folder, 'cells.ndjson'), rows);
	}
}

/** Names and contents of all that is in a folder. */
function fingerprint(folder: string): string {
	const hash = createHash('sha256');
	for (const name of (readdirSync(folder, {recursive: true}) as string[]).sort()) {
		const path = join(folder, name);
		hash.update(name).update(statSync(path).isFile() ? readFileSync(path) : '/');
	}

	return hash.digest('hex');
}
