// SIGINT, SIGTERM and SIGHUP as a signal that waits can listen to.

/**
 * Aborted at the first of these signals; a second one ends the process at once, and what it started
 * ends by its standard input.
 */
export function interruption(): AbortSignal {
	const controller = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(name, () => {
			controller.abort();
		});
	}

	return controller.signal;
}
