// Standard output as our programs use it: what cannot be written there is no success.
import process from 'node:process';

let called = '';
let isTold = false;

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

/**
 * Says at the end what could not be written, with status 1. A reader that has gone is no failure here: a run
 * goes on, as in `deadweight run | head -1`.
 */
export function failAtExit(name: string): void {
	let failed: Error | undefined;
	process.stdout.on('error', (error: Error) => {
		failed ??= error;
	});
	process.on('exit', () => {
		// yargs ends the process right behind --help, before there is an event.
		const error = failed ?? process.stdout.errored;
		if (error && tell(name, error)) {
			process.exitCode = 1;
		}
	});
}

function fail(error: Error): never {
	tell(called, error);
	process.exit(1);
}

/** Says it, once. Returns whether there was something to say: whoever has closed a pipe wants no more. */
function tell(name: string, error: NodeJS.ErrnoException): boolean {
	const isGone = error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';
	if (!isGone && !isTold) {
		isTold = true;
		process.stderr.write(`${name}: standard output could not be written: ${error.message}\n`);
	}

	return !isGone;
}
