// Servers of the user's own: started from their command lines, or running already.
import {execa} from 'execa';
import {once} from 'node:events';
import {copyFileSync, writeFileSync} from 'node:fs';
import {networkInterfaces} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import test, {type ExecutionContext} from 'ava';
import type {Row} from '../record/row.js';
import {runFile} from '../record/run-file.js';
import {readResults} from '../run/stored-run.js';
import {runCli} from './helpers/cli.js';
import {dphttpdDetail} from './helpers/one-cell.js';
import {isAlive} from './helpers/processes.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

/** As in docs/servers.md. */
const nodeServer = String.raw`import {createServer} from 'node:http';

const server = createServer((request, response) => {
	response.writeHead(request.url === '/missing' ? 404 : 200);
	response.end('hello\n');
});
server.on('upgrade', (request, socket) => {
	socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
});
server.listen(process.env.PORT, process.env.HOST ?? '127.0.0.1', () => console.log(server.address().port));
`;

const pythonServer = String.raw`import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Hello(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Length', '6')
        self.end_headers()
        self.wfile.write(b'hello\n')
    def log_message(self, *words):
        pass

ThreadingHTTPServer.request_queue_size = 1024
ThreadingHTTPServer.handle_error = lambda *words: None
print('python begins', file=sys.stderr, flush=True)
ThreadingHTTPServer(('', int(sys.argv[1])), Hello).serve_forever()
`;

const hasSix = Object.values(networkInterfaces())
	.flat()
	.some(each => each?.address === '::1');

const small = ['--warmup', '0.2', '--duration', '0.3', '--retries', '0', '--connections', '10'];

function start(t: ExecutionContext) {
	const folder = temporaryFolder(t);
	writeFileSync(join(folder, 'server.mjs'), nodeServer);
	writeFileSync(join(folder, 'server.py'), pythonServer);
	const out = join(folder, 'out');
	const deadweight = async (...args: string[]) => runCli(args, folder);
	return {folder, out, deadweight};
}

/** What puts more than the pace of a cell in doubt. */
function doubtsOf({reasons}: Pick<Row, 'reasons'>): string[] {
	return reasons
		.filter(({spoils, bounds}) => spoils !== 'pace' && bounds !== true)
		.map(({message}) => message);
}

test.serial('two servers are measured; another file under the same name is refused', async t => {
	const {folder, out, deadweight} = start(t);
	const {exitCode, stdout, stderr} = await deadweight(
		...['run', '--server', 'node=node server.mjs', '--server', 'python=python3 server.py {port}'],
		...['--dead', '0,100', '--repeats', '1', ...small, '--out', out],
	);
	t.is(exitCode, 0, stderr);
	t.regex(stdout, /left out \(node, python\): gate reply-counts: the server does not tell/);
	const {run, rows} = readResults(out, t.fail);
	t.is(rows.length, 4);
	for (const row of rows) {
		t.deepEqual(doubtsOf(row), []);
		t.true((row.measures?.['cpu'] ?? 0) > 1);
		const {server, population} = dphttpdDetail(row) ?? {};
		const count = Number(row.point['dead']);
		const both = {server: count, client: count};
		t.deepEqual(population, {before: both, during: both, after: both});
		t.is(server?.stderr?.[0], row.point['mechanism'] === 'node' ? undefined : 'python begins');
		t.deepEqual(
			row.leftOut?.map(({gate}) => gate),
			['reply-counts'],
		);
	}

	t.deepEqual(run.settings.servers?.['node'], {command: 'node server.mjs', folder});
	copyFileSync(join(folder, 'server.py'), join(folder, 'server.mjs'));
	const resumed = await deadweight('run', '--resume', out);
	t.is(resumed.exitCode, 2);
	t.regex(
		resumed.stderr,
		/node was node server\.mjs \(.*server\.mjs [\da-f]{12}\), is node server/,
	);
	const another = await deadweight('run', '--resume', out, '--server', 'node=sleep 1');
	t.is(another.exitCode, 2);
	t.regex(another.stderr, /resume.*server|server.*resume/);
});

const failures: Array<[string, string, string[], RegExp]> = [
	[
		'that ends at once',
		`node -e "console.error('no database'); process.exit(3)"`,
		[],
		/mine does not stay: it ended with status 3: no database, before it listened on 127\.0\.0\.1:\d+/,
	],
	[
		'that never listens',
		'sleep 600',
		['--set', 'patience=1'],
		/mine does not listen on 127\.0\.0\.1:\d+ after 1 s: its command must take the port from \{port\} or/,
	],
	[
		'that answers otherwise than expected',
		'node server.mjs',
		['--set', 'path=/missing'],
		/mine answers GET \/missing with 404, and 2xx is expected/,
	],
	['that is not there', './no-such-server', [], /there is no program \.\/no-such-server in /],
];
for (const [what, command, more, message] of failures) {
	test.serial(`a server ${what} is told of, with its last words`, async t => {
		const {out, deadweight} = start(t);
		const {exitCode} = await deadweight(
			...['run', '--server', `mine=${command}`, '--dead', '0', '--repeats', '1', ...small],
			...[...more, '--vary', 'connections=1,2', '--out', out],
		);
		t.is(exitCode, 1);
		const {rows} = readResults(out, t.fail);
		t.is(rows.length, 2);
		t.regex(rows[0]?.reasons[0]?.message ?? '', message);
	});
}

test.serial('two of them in a duet, with what is expected of their replies', async t => {
	const {out, deadweight} = start(t);
	const {exitCode, stderr} = await deadweight(
		...['duet', 'one', 'two,backlog=100', '--dead', '0,50', '--repeats', '2', ...small],
		...['--set', 'path=/missing', '--set', 'status=4xx', '--set', 'header=Accept: text/plain'],
		...['--server', 'one=node server.mjs', '--server', 'two=node server.mjs', '--out', out],
	);
	t.is(exitCode, 0, stderr);
	const {rows} = readResults(out, t.fail);
	t.is(rows.length, 4);
	for (const {sides = [], logs} of rows) {
		t.deepEqual(sides.flatMap(doubtsOf), []);
		t.is(typeof logs?.['cpu'], 'number');
	}
});

test.serial('one that runs already is measured, and runs on', async t => {
	const {folder, out, deadweight} = start(t);
	const [host, address] = hasSix ? ['::1', '[::1]'] : ['127.0.0.1', '127.0.0.1'];
	const server = execa('node', ['server.mjs'], {
		...{cwd: folder, reject: false, env: {PORT: '0', HOST: host}},
	});
	t.teardown(() => server.kill());
	const pid = server.pid ?? 0;
	const [port] = (await once(createInterface(server.stdout), 'line')) as [string];
	const {exitCode, stderr} = await deadweight(
		...['run', '--attach', `live=${address}:${port}`, '--pid', String(pid), '--dead', '0,50'],
		...['--repeats', '1', ...small, '--set', 'idle=keep-alive', '--out', out],
	);
	t.is(exitCode, 0, stderr);
	t.true(isAlive(pid));
	const {rows} = readResults(out, t.fail);
	t.deepEqual(rows.flatMap(doubtsOf), []);
	t.true(rows.every(({measures}) => (measures?.['cpu'] ?? 0) > 1));
	const alone = await deadweight('run', '--attach', `${address}:${port}`);
	t.is(alone.exitCode, 2);
	t.regex(
		alone.stderr,
		/--attach HOST:PORT and one of --pid N, --unit NAME and --cgroup PATH go together/,
	);
});

test.serial(
	'a study names them, from where its file lies, and kinds of idle connections',
	async t => {
		const {folder, out} = start(t);
		const file = join(folder, 'mine.yaml');
		writeFileSync(
			file,
			`extends: quick
servers:
  mine: node server.mjs
vary:
  mechanism: [epoll, mine]
  idle: [silent, keep-alive]
x: idle
set: {dead: 50, warmup: 0.2, duration: 0.3, connections: 10}
repeats: 1
`,
		);
		const {exitCode, stderr} = await runCli(['run', file, '--out', out]);
		t.is(exitCode, 0, stderr);
		const {rows} = readResults(out, t.fail);
		t.is(rows.length, 4);
		t.deepEqual(rows.flatMap(doubtsOf), []);
		t.like(runFile.read(out).settings.servers, {mine: {command: 'node server.mjs', folder}});
	},
);

test.serial('what makes no sense is told of before anything is measured', async t => {
	const {deadweight} = start(t);
	const cases: Array<[string[], RegExp]> = [
		[['run', '--server', 'node server.mjs'], /is no name and command line, as in --server node=/],
		[
			['run', '--server', 'epoll=./a'],
			/epoll is the name of a mechanism or a server that deadweight/,
		],
		[['run', '--server', 'a=./a', '--mechanisms', 'epoll'], /the server a is not among what is/],
		[['run', '--server', 'a=./a', '--server', 'a=./b'], /two servers are called a/],
		[['run', '--attach', '127.0.0.1:1', '--unit', 'none.service'], /--unit none\.service has no/],
		[['run', 'pipetest-up', '--server', 'a=./a'], /takes no server of your own/],
		[['run', '--set', 'path=index.html'], /index\.html is no path, which is a path, as in/],
	];
	for (const [args, message] of cases) {
		const {exitCode, stderr} = await deadweight(...args);
		t.is(exitCode, 2, args.join(' '));
		t.regex(stderr, message);
	}
});
