// What people are told beside the results: on standard error.

/** Told what people should know while a run is under way. */
export type Announce = (message: string) => void;

/** Says `message` in a line of its own. */
export function tell(message: string): void {
	process.stderr.write(`deadweight: ${message}\n`);
}
