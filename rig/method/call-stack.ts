// A call stack in one text: functions from the outermost to the one that runs.

const SEPARATOR = ';';

/** The stack of a function that those have called, the outermost first. */
export function stackOf(functions: readonly string[]): string {
	return functions.join(SEPARATOR);
}

/** Its functions, the outermost first. */
export function functionsOf(stack: string): string[] {
	return stack.split(SEPARATOR);
}

/** What runs: the function that instructions lie in. */
export function leafOf(stack: string): string {
	return stack.slice(stack.lastIndexOf(SEPARATOR) + 1);
}
