// Asks a server in another process, request after request, and counts the replies.
import net from 'node:net';

/** A reply of dphttpd with its default body, in bytes. */
const REPLY = 213;
const REQUEST = 'GET / HTTP/1.1\r\nHost: test\r\n\r\n';

/** Connections at once: others are opened as these end. */
const AT_ONCE = 20;

/**
 * Opens `connections` connections to 127.0.0.1, each for `requests` requests, one after the other.
 * Returns how many replies came in all; a connection that is silent for ten seconds is given up.
 */
export async function askInLoops(
	port: number,
	connections: number,
	requests: number,
): Promise<number> {
	let begun = 0;
	let replies = 0;
	const lane = async () => {
		while (begun < connections) {
			begun++;
			const come = await askOn(port, requests);
			replies += come;
		}
	};

	await Promise.all(Array.from({length: AT_ONCE}, lane));
	return replies;
}

async function askOn(port: number, requests: number): Promise<number> {
	return new Promise(resolve => {
		let bytes = 0;
		let replies = 0;
		const socket = net.connect({port, host: '127.0.0.1', noDelay: true}, () => {
			socket.write(REQUEST);
		});
		socket.setTimeout(10_000, () => socket.destroy());
		socket.on('error', () => undefined);
		socket.on('close', () => {
			resolve(replies);
		});
		socket.on('data', data => {
			bytes += data.length;
			if (bytes === (replies + 1) * REPLY) {
				replies++;
				if (replies < requests) {
					socket.write(REQUEST);
				} else {
					socket.end();
				}
			}
		});
	});
}
