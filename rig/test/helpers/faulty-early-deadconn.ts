// A deadconn that loses three connections before it says that they all stand.
import {connect} from 'node:net';
import {createInterface} from 'node:readline';

const LOST = 3;
const [address = '', port, number] = process.argv.slice(2);
const of = Number(number);
const sockets = await Promise.all(
	Array.from({length: of}, async () => {
		const socket = connect(Number(port), address);
		socket.on('error', () => undefined);
		await new Promise(resolve => socket.once('connect', resolve));
		socket.write('GET / HTTP/1.0\r\n');
		return socket;
	}),
);
sockets.splice(0, LOST).forEach(socket => socket.destroy());
say({event: 'ready', open: of, of, seconds: 0.1});
createInterface({input: process.stdin})
	.on('line', () => {
		say({event: 'report', open: sockets.length, closed: 0, of});
	})
	.on('close', () => {
		process.exit(0);
	});

function say(line: object): void {
	process.stdout.write(JSON.stringify(line) + '\n');
}
