// Idle connections that have shaken hands: with dphttpd, and with a server of the user's own that speaks TLS on a
// second port.
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {probeKernelTls} from '../../linux/kernel-tls.js';
import {probeTls} from '../../linux/tls.js';
import {cellsFile} from '../record/cells-file.js';
import {runCli} from './helpers/cli.js';
import {dphttpdDetail} from './helpers/one-cell.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const nodeServer = String.raw`import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {createServer as createSecureServer} from 'node:https';

const answer = (request, response) => {
	response.end('hello\n');
};
const [port, tlsPort] = process.argv.slice(2);
createServer(answer).listen(port, '127.0.0.1');
createSecureServer({key: readFileSync('key.pem'), cert: readFileSync('cert.pem')}, answer).listen(
	tlsPort,
	'127.0.0.1',
);
`;
const dead = 60;

const canShakeHands = probeTls().ok && spawnSync('openssl', ['version']).status === 0;
const testTls = canShakeHands ? test : test.skip;

testTls('idle=tls: they go to {tls-port}, and are counted (needs GnuTLS, openssl)', async t => {
	const folder = temporaryFolder(t);
	writeFileSync(join(folder, 'server.mjs'), nodeServer);
	const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
	const files = ['-keyout', 'key.pem', '-out', 'cert.pem'];
	spawnSync('openssl', ['req', ...kind, '-subj', '/CN=x', ...files], {cwd: folder});
	const out = join(folder, 'out');
	const small = ['--warmup', '0.2', '--duration', '0.3', '--retries', '0', '--connections', '10'];
	const {exitCode, stderr} = await runCli(
		[
			...['run', '--server', 'mine=node server.mjs {port} {tls-port}', '--dead', `0,${dead}`],
			...['--set', 'idle=tls', '--repeats', '1', ...small, '--out', out],
		],
		folder,
	);
	t.is(exitCode, 0, stderr);
	const rows = cellsFile.read(out, t.fail);
	t.is(rows.length, 2);
	for (const row of rows) {
		const {status, point, reasons} = row;
		t.true(['ok', 'invalid'].includes(status), JSON.stringify(reasons));
		const count = Number(point['dead']);
		const {population} = dphttpdDetail(row) ?? {};
		t.deepEqual(population?.before, {server: count, client: count});
	}
});

(probeTls().ok ? test : test.skip)(
	'tls: a session each, and who has no TLS says why (needs GnuTLS)',
	async t => {
		const out = join(temporaryFolder(t), 'out');
		const study = ['run', 'tls', '--mechanisms', 'epoll,io_uring', '--vary', 'security=tls,ktls'];
		const small = ['--warmup', '0.2', '--duration', '0.3', '--retries', '0', '--connections', '10'];
		const {stderr} = await runCli([
			...[...study, '--dead', String(dead), '--repeats', '1', ...small, '--out', out],
		]);
		const rows = cellsFile.read(out, t.fail);
		t.is(rows.length, 4, stderr);
		for (const row of rows) {
			const {status, point, reasons, measures} = row;
			const said = JSON.stringify(reasons);
			if (point['mechanism'] === 'io_uring') {
				t.is(status, 'not-run');
				t.regex(said, /security=k?tls is for mechanisms that tell of readiness/);
			} else if (point['security'] === 'ktls' && !probeKernelTls().ok) {
				t.is(status, 'not-run');
				t.regex(said, /ktls cannot be had here: .*CONFIG_TLS/);
			} else {
				t.true(['ok', 'invalid'].includes(status), said);
				const {population, cipher} = dphttpdDetail(row) ?? {};
				t.deepEqual(population?.before, {server: dead, client: dead});
				t.regex(String(cipher), /^TLS 1.3, .*AES-128-GCM/);
				t.true((measures?.['rate'] ?? 0) > 0);
			}
		}
	},
);
