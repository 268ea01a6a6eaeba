// The C twin of pipetest passes whole lives of its token.
import {spawnSync} from 'node:child_process';
import test from 'ava';
import {compileTwin} from '../twin.js';

const hasCompiler = !spawnSync('cc', ['--version']).error;

for (const mechanism of ['poll', 'epoll']) {
	const title = `the C twin of pipetest passes whole lives on ${mechanism}`;
	if (!hasCompiler) {
		test.skip(`${title} (skipped: no C compiler here)`, () => undefined);
		continue;
	}

	test(title, t => {
		const {stdout, status} = spawnSync(compileTwin('pipetest'), [mechanism, '50', '0.05']);
		t.is(status, 0);
		const {passes, seconds} = JSON.parse(stdout.toString()) as {passes: number; seconds: number};
		t.is(passes % 300, 0);
		t.true(passes > 0 && seconds >= 0.05);
	});
}
