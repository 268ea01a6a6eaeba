// Hardware counters: real counts where the processor has them, and words where something forbids them.
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync} from 'node:fs';
import test from 'ava';
import {HardwareCounters, whyNoHardwareCounters} from '../perf-event.js';

const reason = whyNoHardwareCounters();
const title = 'counts instructions and cycles of another process';
if (reason === undefined) {
	test(title, async t => {
		const script = `process.stdin.once('data', () => {
			let sum = 0;
			for (let step = 0; step < 1e8; step++) sum += step;
			console.log(sum);
		})`;
		const child = spawn(process.execPath, ['-e', script]);
		t.teardown(() => child.kill('SIGKILL'));
		using counters = new HardwareCounters(readdirSync(`/proc/${child.pid ?? 0}/task`).map(Number));
		const before = counters.read();
		child.stdin.write('\n');
		await once(child.stdout, 'data');
		const after = counters.read();
		t.true(after.instructions - before.instructions > 1e8);
		t.true(after.cycles > before.cycles);
	});
} else {
	test.skip(`${title} (skipped: ${reason})`, () => undefined);
}

const hasStrace = spawnSync('strace', ['-V']).status === 0;
const refusals: Readonly<Record<string, RegExp>> = {
	ENOENT: /no counter of instructions.*PMU/,
	EOPNOTSUPP: /no counter of instructions.*PMU/,
	EACCES: /perf_event_paranoid is -?\d.*sysctl -w/,
	EPERM: /seccomp.*perf_event_paranoid/,
	ENOSYS: /CONFIG_PERF_EVENTS/,
};
for (const [error, words] of Object.entries(refusals)) {
	const why = `says why the kernel answers ${error}, and what would help`;
	if (!hasStrace) {
		test.skip(`${why} (skipped: strace is not installed)`, () => undefined);
		continue;
	}

	test(why, t => {
		const url = new URL('../perf-event.js', import.meta.url).href;
		const script = `import(${JSON.stringify(url)}).then(module => console.log(module.whyNoHardwareCounters()))`;
		const inject = `inject=perf_event_open:error=${error}`;
		const {stdout} = spawnSync(
			'strace',
			['-o', '/dev/null', '-e', inject, process.execPath, '-e', script],
			{encoding: 'utf8'},
		);
		t.regex(stdout, words);
	});
}
