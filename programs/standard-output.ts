// Standard output as our programs use it: what cannot be written there is no success.
import process from 'node:process';

let called = '';

/** Ends the process, with status 1, where nobody reads on, or what it wrote cannot be kept. */
export function watchOutput(name: string): void {
	called = name;
	process.stdout.on('error', fail);
}

/** Ends the process with `status` once all that it wrote has gone out. */
export async function endWith(status: number): Promise<never> {
	const error = await new Promise<Error | null | undefined>(resolve => {
		process.stdout.write('', resolve);
	});
	return error ? fail(error) : process.exit(status);
}

/** Whoever has closed a pipe wants no more, and nothing need be said of it. */
export function describeOutputError(error: NodeJS.ErrnoException): string | undefined {
	return error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED'
		? undefined
		: `standard output could not be written: ${error.message}`;
}

function fail(error: Error): never {
	const message = describeOutputError(error);
	if (message !== undefined) {
		process.stderr.write(`${called}: ${message}\n`);
	}

	process.exit(1);
}
