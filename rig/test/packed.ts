// The package, as people get it: packed, installed somewhere else, and used there.
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa, execaSync} from 'execa';
import {temporaryFolder} from './helpers/temporary-folder.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {version: string};

/** Whether packages can be fetched: one that is small is asked for. */
const hasRegistry =
	execaSync('npm', ['view', 'string-argv@0.4.0', 'version', '--fetch-retries=0'], {
		cwd: root,
		reject: false,
		timeout: 20_000,
	}).stdout === '0.4.0';
const registryTest = hasRegistry ? test : test.skip;

registryTest(
	'npm pack, npm install -g, and a graph (skipped where no registry is reached)',
	async t => {
		t.timeout(240_000);
		const folder = temporaryFolder(t);
		// Building anew would take the compiled code from under other tests.
		const packed = await execa(
			'npm',
			['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
			{cwd: root},
		);
		const [{filename, files} = {filename: '', files: []}] = JSON.parse(packed.stdout) as Array<{
			filename: string;
			files: Array<{path: string}>;
		}>;
		const paths = files.map(({path}) => path);
		t.deepEqual(
			paths.filter(path => /\/test\/|^dist\/bench|@napi-rs/.test(path)),
			[],
		);
		// What takes the place of canvas, what depends on it, and what that depends on.
		for (const name of ['canvas', 'chartjs-node-canvas', 'chart.js', 'tslib']) {
			t.true(paths.includes(`node_modules/${name}/package.json`), name);
		}

		// A path that a URL must escape, and a shell must quote.
		const prefix = join(folder, 'pre#fix a%20b');
		mkdirSync(prefix);
		await execa('npm', [
			...['install', '--global', '--prefix', prefix, '--prefer-offline'],
			...['--no-audit', '--no-fund', join(folder, filename)],
		]);
		t.deepEqual(readdirSync(join(prefix, 'bin')), ['deadweight']);
		// It is made when a checkout is prepared, as npm ci does it.
		t.is(
			existsSync(join(prefix, 'share/man/man1/deadweight.1')),
			paths.includes('man/deadweight.1'),
		);
		const program = join(prefix, 'bin', 'deadweight');
		// Nobody's home, and no folder with a package.json above.
		const run = async (...args: string[]) =>
			execa(program, args, {cwd: folder, stdin: 'ignore', reject: false});
		const [shown, listed, server] = await Promise.all([
			run('--version'),
			run('list'),
			run('dphttpd', '--list-mechanisms'),
		]);
		t.is(shown.stdout, version);
		t.is(listed.exitCode, 0, listed.stderr);
		t.regex(listed.stdout, /^quick /m);
		t.regex(server.stdout, /^epoll +readiness +ok/m);

		const out = join(folder, 'results');
		const ran = await run(
			...['run', '--mechanisms', 'epoll', '--dead', '0,5', '--repeats', '1', '--retries', '0'],
			...['--warmup', '0', '--duration', '300ms', '--connections', '5', '-q', '-o', out],
		);
		// A machine that is busy may spoil its cells; the graph is drawn all the same.
		t.true([0, 1].includes(ran.exitCode ?? -1), ran.stderr);
		for (const name of ['graph.png', 'graph.svg', 'report.html', 'summary.csv']) {
			t.true(
				existsSync(join(out, name)) && statSync(join(out, name)).size > 100,
				name + ran.stderr,
			);
		}
	},
);

test('what a container is built from, and what cites this, is here and of this version', t => {
	const containerfile = readFileSync(join(root, 'Containerfile'), 'utf8');
	const {engines} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		engines: {node: string};
	};
	const [, major] = /^ARG NODE=(\d+)/m.exec(containerfile) ?? [];
	t.true(Number(major) >= Number(/\d+/.exec(engines.node)?.[0]));
	t.regex(containerfile, /^ENTRYPOINT \["deadweight"\]$/m);
	const cited = readFileSync(join(root, 'CITATION.cff'), 'utf8');
	t.true(cited.includes(`\nversion: ${version}\n`));
	t.true(readFileSync(join(root, 'CHANGELOG.md'), 'utf8').includes(`## ${version}`));
	t.regex(readFileSync(join(root, '.github/workflows/ci.yml'), 'utf8'), /- run: \.ci\/run$/m);
});
