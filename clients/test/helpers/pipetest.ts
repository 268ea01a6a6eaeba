// Runs pipetest as people do.
import {commandOf} from '../../../programs/command-of.js';
import {pipetestEvents} from '../../../programs/events/pipetest.js';
import {TestProgram} from '../../../programs/test/helpers/test-program.js';

/** What it said, and its exit status; `by` starts it, `end` ends it in some way once it is ready. */
export async function runPipetest(
	args: ReadonlyArray<string | number>,
	{by = [], end}: {by?: readonly string[]; end?: 'SIGTERM' | 'input'} = {},
): Promise<{status: number; output: string; errors: string}> {
	const command = [...by, ...commandOf('clients/pipetest', args.map(String))];
	using program = new TestProgram(pipetestEvents, command);
	if (end !== undefined) {
		await program.says('\n');
	}

	if (end === 'SIGTERM') {
		program.signal('SIGTERM');
	} else if (end === 'input') {
		void program.close();
	}

	const {code: status, output, errors} = await program.ended();
	return {status, output, errors};
}
