// Replies of every kind, whole and byte by byte, through real sockets.
import {setTimeout} from 'node:timers/promises';
import {onEngines} from './helpers/httperf-engines.js';
import {type Answer, TestServer, always} from './helpers/httperf-server.js';

const kinds = {
	'with a length': 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
	'with a length of 0': 'HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n',
	'with the length last, and a bare line feed': 'HTTP/1.0 200 OK\nA: b\nCONTENT-LENGTH:  3 \n\nabc',
	'of two digits more':
		'HTTP/1.1 200 OK\r\nContent-Lengthy: 9\r\nContent-Length: 12\r\n\r\nhello, world',
	'204, which has no content': 'HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n',
	'304, whose length is of what is not sent':
		'HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\n\r\n',
	'after interim replies':
		'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab',
	'in chunks':
		'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n1\r\nx\r\n0\r\n\r\n',
	'in chunks with extensions and trailers':
		'HTTP/1.1 500 Oh\r\ntransfer-encoding: gzip, Chunked\r\n\r\n3;a=b\r\nabc\r\n0; c\r\nTrailer: d\r\n\r\n',
	'in chunks, in spite of a length':
		'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n',
	'without a reason': 'HTTP/1.1 301\r\nContent-Length: 1\r\n\r\nx',
};

for (const [name, text] of Object.entries(kinds)) {
	onEngines(`a reply ${name}`, async (t, on) => {
		using server = await TestServer.start(always(text));
		const result = await on.measure(...server.options, '--num-conns=2', '--num-calls=20');
		t.like(result.errors, {total: 0});
		t.is(result.total.replies, 40);
		t.is(server.requests, 40);
	});

	onEngines(`byte by byte: a reply ${name}`, async (t, on) => {
		using server = await TestServer.start(byteByByte(text));
		const result = await on.measure(...server.options, '--num-conns=2', '--num-calls=2');
		t.like(result.errors, {total: 0});
		t.is(result.total.replies, 4);
		t.is(server.requests, 4);
	});
}

onEngines('a reply that the end of the connection ends, in pieces', async (t, on) => {
	const answer: Answer = async socket => {
		socket.write('HTTP/1.1 200 OK\r\n\r\n');
		await setTimeout(5);
		socket.write('some');
		await setTimeout(5);
		socket.end('thing');
	};
	using server = await TestServer.start(answer);
	const result = await on.measure(...server.options, '--num-conns=3');
	t.like(result.errors, {total: 0});
	t.like(result.total, {connections: 3, replies: 3});
});

onEngines('replies larger than any buffer', async (t, on) => {
	const size = 3_000_000;
	const reply = `HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n${'x'.repeat(size)}`;
	using server = await TestServer.start(always(reply));
	const result = await on.measure(...server.options, '--num-conns=2', '--num-calls=5');
	t.like(result.errors, {total: 0});
	t.is(result.total.replies, 10);
});

onEngines('headers that change from reply to reply', async (t, on) => {
	// Recognising the header of the reply before must not be mistaken for reading it.
	const answer: Answer = (socket, index) => {
		const content = 'x'.repeat(index % 3);
		const status = index % 2 === 0 ? 200 : 404;
		socket.write(`HTTP/1.1 ${status} OK\r\nContent-Length: ${content.length}\r\n\r\n${content}`);
	};
	using server = await TestServer.start(answer);
	const result = await on.measure(...server.options, '--num-conns=3', '--num-calls=60');
	t.like(result.errors, {total: 0});
	t.like(result.status, {'2xx': 90, '4xx': 90});
});

onEngines('the header of the reply before, with its content in a later piece', async (t, on) => {
	const answer: Answer = async (socket, index) => {
		const head = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n';
		if (index % 2 === 0) {
			socket.write(`${head}hello`);
		} else {
			socket.write(head);
			await setTimeout(2);
			socket.write('hello');
		}
	};
	using server = await TestServer.start(answer);
	const result = await on.measure(...server.options, '--num-conns=2', '--num-calls=40');
	t.like(result.errors, {total: 0});
	t.is(result.total.replies, 80);
});

function byteByByte(text: string): Answer {
	return async socket => {
		for (const character of text) {
			socket.write(character);
			// So that each is a segment of its own, and read by itself.
			await setTimeout(1);
		}
	};
}
