// One question over a Unix socket, and all of the answer.
import {once} from 'node:events';
import net from 'node:net';

const PATIENCE_MS = 10_000;

/**
 * Connects to `path`, writes `question` and reads until the other end closes.
 * @throws Error where nobody answers.
 */
export async function ask(path: string, question: string): Promise<string> {
	const socket = net.connect(path);
	socket.setTimeout(PATIENCE_MS, () => {
		socket.destroy(new Error(`no answer on ${path} within ${PATIENCE_MS / 1000} s`));
	});
	let answer = '';
	socket.setEncoding('latin1').on('data', (text: string) => {
		answer += text;
	});
	socket.write(question);
	await once(socket, 'end');
	socket.destroy();
	return answer;
}
