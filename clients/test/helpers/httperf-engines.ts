// Runs a behaviour of our httperf once on each of its engines.
import test, {type ExecutionContext} from 'ava';
import {type EngineName, engineNames} from '../../httperf/engine.js';
import {whyNoUring} from '../../httperf/engines/io_uring.js';
import type {Ended} from '../../../programs/test/helpers/test-program.js';
import {type Httperf, type ResultEvent, httperf, resultOf, run, start} from './httperf-run.js';

const whyNot: Readonly<Record<EngineName, string | undefined>> = {
	io_uring: whyNoUring(),
	epoll: undefined,
};

/** Our httperf on one engine. */
export class OnEngine {
	readonly name: EngineName;
	/** What makes it use the engine. */
	readonly option: string;

	constructor(name: EngineName) {
		this.name = name;
		this.option = `--engine=${name}`;
	}

	/** Starts it. */
	start(...args: string[]): Httperf {
		return start(this.option, ...args);
	}

	/** Runs it to its end. */
	async run(...args: string[]): Promise<Ended> {
		return run(process.execPath, [httperf, this.option, ...args]);
	}

	/** Runs it with `--json` to its end, and returns its result. */
	async measure(...args: string[]): Promise<ResultEvent> {
		return resultOf(await this.run('--json', ...args));
	}
}

/**
 * A test of `behaviour` on each engine that this kernel has; skipped where it `isPossible` not, with
 * the reason in the title.
 */
export function onEngines(
	title: string,
	behaviour: (t: ExecutionContext, on: OnEngine) => Promise<void>,
	{isPossible = true} = {},
): void {
	for (const name of engineNames) {
		const reason = whyNot[name];
		const declare = reason === undefined && isPossible ? test : test.skip;
		declare(`${title} (${name}${reason === undefined ? '' : `: ${reason}`})`, async t =>
			behaviour(t, new OnEngine(name)),
		);
	}
}
