// Every mechanism passes every token, by either routing.
import test from 'ava';
import {findPipeMechanisms} from '../pipetest/mechanisms.js';
import {runPipetest} from './helpers/pipetest.js';

type Result = {
	mechanism: string;
	lives: number;
	passes: number;
	seconds: number;
	passesPerSecond: number;
	callNs: number;
	waits: number;
	controls: number;
	syscalls: Record<string, number>;
	cpu: {user: number; system: number};
	rss: number;
};

for (const {name, probe} of await findPipeMechanisms()) {
	for (const routing of ['last', 'spread']) {
		for (const threads of [1, 5]) {
			const title = `${name}, ${threads} tokens, routing ${routing}`;
			if (!probe.ok) {
				test.skip(`${title} (skipped: ${probe.reason})`, () => undefined);
				continue;
			}

			test(title, async t => {
				const setting = ['--routing', routing, '--min-duration', 0.05, '--warmup', 0, '--json'];
				const {status, output, errors} = await runPipetest([name, 20, threads, 30, ...setting]);
				t.is(status, 0, errors);
				const [ready, result] = output
					.trim()
					.split('\n')
					.map(line => JSON.parse(line) as Result & {event: string; pid?: number});
				t.like(ready, {
					event: 'ready',
					mechanism: name,
					routing,
					pipes: 20,
					messageThreads: threads,
				});
				t.like(result, {event: 'result', mechanism: name, maxGeneration: 30});
				const {lives, passes, seconds, waits, syscalls, cpu, rss, passesPerSecond, callNs} =
					result as Result;
				t.is(passes, lives * threads * 30);
				t.true(seconds >= 0.05 && lives >= 1);
				t.is(passesPerSecond, passes / seconds);
				// A wait finds all tokens there are, and at least one.
				t.true(waits >= passes / threads && waits <= passes * 1.1 + 10, `${waits} waits`);
				t.true(Object.values(syscalls).every(count => count >= 0) && rss > 0);
				t.true(cpu.user + cpu.system > 0);
				t.true(callNs > 0 && callNs < 1e6);
				if (name !== 'io_uring') {
					t.is(syscalls['write'], passes);
				}
			});
		}
	}
}
