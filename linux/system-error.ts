// The one error of a system call that failed.
import {getSystemErrorMap} from 'node:util';
import {errno, errnoValues} from './libc.js';

/** A system call failed: `call` is its name, `code` the errno's name (as EMFILE), `errno` its value. */
export class SystemError extends Error {
	override readonly name = 'SystemError';
	readonly code: string;

	constructor(
		readonly call: string,
		readonly errno: number,
	) {
		const [code, text] = describeErrno(errno);
		super(`${call}: ${text} (${code})`);
		this.code = code;
	}
}

/**
 * Passes a call's result through, and throws where it is -1.
 * @throws SystemError with the call's name and errno.
 */
export function check(result: number, call: string): number {
	if (result === -1) {
		throw new SystemError(call, errno());
	}

	return result;
}

/** An errno's name and its text, as ['EMFILE', 'too many open files']. */
export function describeErrno(value: number): [name: string, text: string] {
	return getSystemErrorMap().get(-value) ?? [nameOf(value) ?? `errno ${value}`, 'unknown error'];
}

/** libuv knows no name for those that it never meets, as EINPROGRESS. */
function nameOf(value: number): string | undefined {
	return Object.keys(errnoValues).find(name => errnoValues[name] === value);
}
