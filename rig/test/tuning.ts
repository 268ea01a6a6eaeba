// Sysctls are set, read back and brought back, whatever happens in between: in namespaces of our own.
import {appendFileSync, chmodSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa, execaSync} from 'execa';
import type {Tuned} from '../record/facts.js';
import {deadweight} from './helpers/cli.js';
import {documentOf} from './helpers/document.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const canUnshare = execaSync('unshare', ['--net', 'true'], {reject: false}).exitCode === 0;
const title = (name: string) =>
	canUnshare ? name : `${name} (skipped: no network namespace can be made here)`;
const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
const nobodyCan =
	canUnshare &&
	execaSync('setpriv', [...nobody, process.execPath, deadweight, '--help'], {reject: false})
		.exitCode === 0;
const nobodyTest = nobodyCan ? test.serial : test.skip;
const netTest = canUnshare ? test.serial : test.skip;
const FIN = 'net.ipv4.tcp_fin_timeout';

/** Runs a shell's lines in a network namespace of their own; tune is deadweight tune with a journal. */
async function inNamespace(
	t: ExecutionContext,
	lines: string,
	journal = join(temporaryFolder(t), 'j'),
) {
	const script = `tune() { "$NODE" "$RIG" tune "$@" --dead 100 --journal "$JOURNAL" --json; }
fin() { cat /proc/sys/net/ipv4/tcp_fin_timeout; }
${lines}`;
	const env = {NODE: process.execPath, RIG: deadweight, JOURNAL: journal};
	const {stdout, exitCode, stderr} = await execa('unshare', ['--net', 'bash', '-ec', script], {
		env,
		reject: false,
	});
	return {stdout, exitCode, stderr, journal};
}

function outcomeOf(json: string, name: string): Tuned | undefined {
	return (documentOf('tune', json) as {tuned: Tuned[]}).tuned.find(each => each.name === name);
}

netTest(title('plan tells what became of every sysctl of 2002, and changes nothing'), async t => {
	const {stdout, journal} = await inNamespace(t, 'fin >&2; tune plan; fin >&2');
	t.like(outcomeOf(stdout, 'net.ipv4.tcp_tw_recycle'), {outcome: 'obsolete', now: null});
	t.like(outcomeOf(stdout, FIN), {outcome: 'to be applied', wanted: '15', now: '60'});
	t.regex(outcomeOf(stdout, 'net.ipv4.tcp_tw_recycle')?.why ?? '', /since Linux 4\.12/);
	t.false(existsSync(journal));
});

netTest(
	title('apply sets and reads back; twice keeps the first values; restore brings them back, twice'),
	async t => {
		const {stdout, exitCode, stderr, journal} = await inNamespace(
			t,
			`tune apply | tr -d '\\n'; echo; fin
		echo 15 > /proc/sys/net/ipv4/tcp_fin_timeout; tune apply > /dev/null
		tune restore | tr -d '\\n'; echo; fin
		tune restore | tr -d '\\n'; echo; fin`,
		);
		t.is(exitCode, 0, stderr);
		const [applied = '', first, restored = '', second, again = '', third] = stdout.split('\n');
		t.like(outcomeOf(applied, FIN), {outcome: 'applied', before: '60', now: '15'});
		t.is(first, '15');
		t.like(outcomeOf(restored, FIN), {outcome: 'restored', now: '60'});
		t.is(second, '60');
		t.deepEqual((JSON.parse(again) as {tuned: Tuned[]}).tuned, []);
		t.is(third, '60');
		t.false(existsSync(journal));
	},
);

netTest(title('what somebody else has changed meanwhile is left alone, and told of'), async t => {
	const {stdout} = await inNamespace(
		t,
		`tune apply > /dev/null; echo 33 > /proc/sys/net/ipv4/tcp_fin_timeout
		tune restore | tr -d '\\n'; echo; fin`,
	);
	const [restored = '', now] = stdout.split('\n');
	t.like(outcomeOf(restored, FIN), {outcome: 'left alone', wanted: '60', now: '33'});
	t.is(now, '33');
});

netTest(
	title('killed between the journal and the change, or with a line cut short, nothing is lost'),
	async t => {
		const folder = temporaryFolder(t);
		const journal = join(folder, 'j');
		writeFileSync(journal, `${JSON.stringify({name: FIN, before: '60', after: '15'})}\n`);
		appendFileSync(journal, '{"name":"net.ipv4.tcp_tw_re');
		const {stdout} = await inNamespace(t, "tune restore | tr -d '\\n'; echo; fin", journal);
		const [restored = '', now] = stdout.split('\n');
		t.like(outcomeOf(restored, FIN), {outcome: 'restored', now: '60'});
		t.is(now, '60');
	},
);

netTest(title('a change after a line that was cut short begins a line of its own'), async t => {
	const journal = join(temporaryFolder(t), 'j');
	writeFileSync(journal, '{"name":"net.ipv4.tcp_fin');
	const {stdout, exitCode, stderr} = await inNamespace(
		t,
		"tune apply > /dev/null; fin; tune restore | tr -d '\\n'; echo; fin",
		journal,
	);
	t.is(exitCode, 0, stderr);
	const [applied, restored = '', now] = stdout.split('\n');
	t.is(applied, '15');
	t.like(outcomeOf(restored, FIN), {outcome: 'restored', now: '60'});
	t.is(now, '60');
});

nobodyTest('what the kernel refuses is told of (skipped where nobody cannot run this)', async t => {
	const folder = temporaryFolder(t);
	chmodSync(folder, 0o777);
	const {exitCode, stdout, stderr} = await asNobody([
		'apply',
		'--journal',
		join(folder, 'j'),
		'--json',
	]);
	t.is(exitCode, 1, stderr);
	t.like(outcomeOf(stdout, FIN), {outcome: 'refused', before: '60', now: '60'});
	t.regex(outcomeOf(stdout, FIN)?.why ?? '', /EACCES|EPERM/);
});

nobodyTest(
	'with no journal, nothing is changed (skipped where nobody cannot run this)',
	async t => {
		const {exitCode, stdout, stderr} = await asNobody(['apply', '--journal', '/dev/null/j']);
		t.is(exitCode, 1);
		t.is(stdout, '');
		t.regex(
			stderr,
			/^deadweight: nothing is changed without a journal, and \/dev\/null\/j cannot be written/,
		);
	},
);

/** In a namespace of its own, with no right to change anything. */
async function asNobody(args: readonly string[]) {
	return execa(
		'unshare',
		['--net', 'setpriv', ...nobody, process.execPath, deadweight, 'tune', ...args, '--dead', '100'],
		{reject: false},
	);
}

netTest(
	title('a journal that is damaged in its middle is named, and nothing is changed'),
	async t => {
		const journal = join(temporaryFolder(t), 'j');
		const text = `nonsense\n${JSON.stringify({name: FIN, before: '7', after: '60'})}\n`;
		writeFileSync(journal, text);
		const {exitCode, stderr, stdout} = await inNamespace(
			t,
			'tune restore || { status=$?; fin; exit $status; }',
			journal,
		);
		t.is(exitCode, 1);
		t.regex(stderr, /line 1 is damaged: set back by hand/);
		t.is(stdout, '60');
		t.is(readFileSync(journal, 'utf8'), text);
	},
);
