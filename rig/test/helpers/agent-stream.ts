// An agent as it is on the other side of a byte stream: bytes in, bytes out.
import {execa} from 'execa';
import {deadweight} from './cli.js';

/** Starts `deadweight agent`. */
export function startAgent() {
	return execa(process.execPath, [deadweight, 'agent'], {
		stdin: 'pipe',
		reject: false,
		timeout: 60_000,
	});
}

/** A JSON-RPC message as it is on the stream. */
export function framed(message: object): string {
	const body = JSON.stringify(message);
	return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
