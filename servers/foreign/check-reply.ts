// One request before the load: a server that answers otherwise than expected is told of in a sentence.
import {once} from 'node:events';
import {type IncomingMessage, request} from 'node:http';
import type {Running} from './running.js';

/** What is asked, and how it should be answered. */
export type Expected = {
	readonly path: string;
	/** `Name: value`, each but the last ended by `\n`, as httperf's --add-header has it. */
	readonly header: string;
	/** The class of the status, as in 2xx. */
	readonly status: string;
};

const PATIENCE_MS = 10_000;

/** Asks once. @throws Error where it is not answered so. */
export async function checkReply(
	name: string,
	{address, port}: Running,
	{path, header, status}: Expected,
): Promise<void> {
	const fields = header.split('\\n').flatMap(line => {
		const colon = line.indexOf(':');
		return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()] as const];
	});
	const question = request({
		...{host: address, port, path, agent: false},
		headers: Object.fromEntries(fields),
		signal: AbortSignal.timeout(PATIENCE_MS),
	});
	let answer: IncomingMessage;
	try {
		question.end();
		[answer] = (await once(question, 'response')) as [IncomingMessage];
	} catch (error) {
		const {message, name: kind} = error as Error;
		const what = kind === 'AbortError' ? `no answer within ${PATIENCE_MS / 1000} s` : message;
		throw new Error(`${name} listens on ${address}:${port}, but GET ${path} fails there: ${what}`, {
			cause: error,
		});
	}

	answer.destroy();
	const {statusCode = 0} = answer;
	if (`${Math.floor(statusCode / 100)}xx` !== status) {
		throw new Error(
			`${name} answers GET ${path} with ${statusCode}, and ${status} is expected: ask for another path, or expect ${Math.floor(statusCode / 100)}xx (the settings path and status)`,
		);
	}
}
