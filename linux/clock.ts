// The clock of all measurements.

/** CLOCK_MONOTONIC (clock_gettime(2)) in seconds: comparable between processes of one machine. */
export function monotonicSeconds(): number {
	const [seconds, nanoseconds] = process.hrtime();
	return seconds + nanoseconds / 1e9;
}
