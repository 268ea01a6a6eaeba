// What people are told beside the results: on standard error.

/** Says `message` in a line of its own. */
export function tell(message: string): void {
	process.stderr.write(`deadweight: ${message}\n`);
}
