// A server of others where people start it: at a terminal, and with a TMPDIR of any name.
import {mkdtempSync, mkdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {commandOf} from '../../programs/command-of.js';
import {Child, type ProgramLine} from '../../programs/child.js';
import {makeTemporaryFolder} from '../../programs/temporary-folder.js';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {findKinds} from '../foreign/kinds.js';

for (const {name, probe} of await findKinds()) {
	if (!probe.ok) {
		test.skip(`${name} (skipped: ${probe.reason})`, () => undefined);
		continue;
	}

	test(`${name}: Ctrl-C, which its terminal sends to all, ends it with its last counts`, async t => {
		const base = mkdtempSync(join(tmpdir(), 'deadweight-'));
		const odd = join(base, 'a "b; {c');
		mkdirSync(odd);
		t.teardown(() => {
			rmSync(base, {recursive: true, force: true});
		});
		const lines: ProgramLine[] = [];
		const child = new Child({
			name,
			command: commandOf('servers/foreign', [
				...['--server', name, '--json', '--address', '127.0.0.1', '--port', '0'],
			]),
			env: {...process.env, TMPDIR: odd},
			ownGroup: true,
			line: line => {
				lines.push(line);
			},
		});
		await waitFor(
			() => lines.find(({event}) => event === 'ready'),
			() => `no ready, but ${JSON.stringify(lines)}`,
		);
		process.kill(-child.pid, 'SIGINT');
		const {code, stderr} = await child.exit;
		t.is(code, 0, stderr.join('\n'));
		// Others count nothing themselves.
		const replies = ['nginx', 'haproxy'].includes(name) ? {replies: 0} : {};
		t.like(lines.at(-1), {event: 'end', reason: 'SIGINT', ...replies});
	});
}

test('where no temporary folder can be made it says what to set', t => {
	t.throws(() => makeTemporaryFolder('x-', '/dev/null'), {
		message:
			'no temporary folder can be made in /dev/null (ENOTDIR); set TMPDIR to a folder that can be written',
	});
});
