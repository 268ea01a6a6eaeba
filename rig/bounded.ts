// Every wait of the rig has a bound, and ends when the run is interrupted.
import {Failure, Interrupted} from './failure.js';

/**
 * Waits for `promise`, `boundMs` milliseconds at most.
 * @throws Failure that says that there was no `what`; Interrupted once `signal` is aborted.
 */
export async function bounded<T>(
	promise: Promise<T>,
	boundMs: number,
	what: string,
	signal?: AbortSignal,
): Promise<T> {
	return new Promise<T>((resolve, reject) => {
		const interrupt = () => {
			settle();
			reject(new Interrupted());
		};
		const timer = setTimeout(() => {
			settle();
			reject(new Failure(`no ${what} within ${Math.round(boundMs / 100) / 10} s`));
		}, boundMs);
		const settle = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', interrupt);
		};

		signal?.addEventListener('abort', interrupt);
		promise.finally(settle).then(resolve, reject);
		if (signal?.aborted === true) {
			interrupt();
		}
	});
}
