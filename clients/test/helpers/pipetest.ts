// Runs pipetest as people do.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

const pipetest = fileURLToPath(new URL('../../pipetest/main.js', import.meta.url));

/** What it said, and its exit status; `end` ends it in some way once it is ready. */
export async function runPipetest(
	args: ReadonlyArray<string | number>,
	{command = [process.execPath], end}: {command?: string[]; end?: 'SIGTERM' | 'input'} = {},
): Promise<{status: number | null; output: string; errors: string}> {
	const [program = '', ...before] = [...command, pipetest, ...args.map(String)];
	const child = spawn(program, before, {stdio: ['pipe', 'pipe', 'pipe']});
	let output = '';
	let errors = '';
	child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
	child.stdout.on('data', (chunk: Buffer) => {
		output += chunk.toString();
		if (end === 'SIGTERM') {
			child.kill('SIGTERM');
		} else if (end === 'input') {
			child.stdin.end();
		}
	});
	const [status] = (await once(child, 'close')) as [number | null];
	return {status, output, errors};
}
