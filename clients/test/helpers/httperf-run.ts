// Runs load clients as processes of their own, as people and the rig do.
import {existsSync} from 'node:fs';
import type {ProgramLine} from '../../../programs/child.js';
import {moduleOf} from '../../../programs/command-of.js';
import {httperfEvents} from '../../../programs/events/httperf.js';
import {type EventOf, readExactly} from '../../../programs/test/helpers/read-exactly.js';
import {type Ended, TestProgram} from '../../../programs/test/helpers/test-program.js';

/** Our httperf's compiled program. */
export const httperf = moduleOf('clients/httperf');

/** Debian's httperf, by its path: this package's own is called httperf as well. */
export const realHttperf = '/usr/bin/httperf';

/** Whether there is a real httperf to compare with. */
export const hasRealHttperf = existsSync(realHttperf);

/** A running httperf. */
export type Httperf = TestProgram<typeof httperfEvents>;
/** What only an open loop has is looked at only there. */
export type ResultEvent = Result & {
	[Name in 'rawReplyTimeUs' | 'schedule']: NonNullable<Result[Name]>;
};
type Result = EventOf<typeof httperfEvents, 'result'>;

/** Starts our httperf. */
export function start(...args: string[]): Httperf {
	return new TestProgram(httperfEvents, [process.execPath, httperf, ...args]);
}

/** Runs a command to its end. */
export async function run(command: string, args: readonly string[]): Promise<Ended> {
	using running = new TestProgram(httperfEvents, [command, ...args]);
	return await running.ended();
}

/** The result event of a run that has ended. */
export function resultOf({output, errors}: Ended): ResultEvent {
	const line = output.split('\n').find(text => text.startsWith('{"event":"result"'));
	if (line === undefined) {
		throw new Error(`no result: ${output}${errors}`);
	}

	return readExactly(
		{result: httperfEvents.result},
		JSON.parse(line) as ProgramLine,
	) as ResultEvent;
}
