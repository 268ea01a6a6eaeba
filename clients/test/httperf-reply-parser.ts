// The reply parser: however a reply is cut into pieces, it is the same reply.
import test from 'ava';
import fc from 'fast-check';
import {allocate} from '../../linux/memory.js';
import {KnownReply} from '../httperf/known-reply.js';
import {endReply, feedReply} from '../httperf/reply-parser.js';
import {DONE, MALFORMED, Reply, startReply} from '../httperf/reply.js';

type Made = {text: string; header: number; content: number; footer: number; status: number};

const status = fc.constantFrom(200, 201, 301, 404, 500, 503);
const field = fc
	.tuple(
		fc.constantFrom('Server', 'Content-Type', 'Connection', 'Transfer', 'C', 'T', 'Date'),
		fc.stringMatching(/^[ -~]{0,30}$/),
	)
	.map(([name, value]) => `${name}: ${value}\r\n`);
const body = fc.stringMatching(/^[\r\n -~]{0,60}$/);

const withLength = fc
	.tuple(status, fc.array(field), body, fc.array(field))
	.map(([code, before, content, after]): Made => {
		const header = `HTTP/1.1 ${code} x\r\n${before.join('')}Content-Length: ${content.length}\r\n${after.join('')}\r\n`;
		return {
			text: header + content,
			header: header.length,
			content: content.length,
			footer: 0,
			status: code,
		};
	});

const chunked = fc
	.tuple(status, fc.array(field), fc.array(body), fc.array(field))
	.map(([code, before, bodies, trailers]): Made => {
		const header = `HTTP/1.1 ${code} x\r\n${before.join('')}Transfer-Encoding: chunked\r\n\r\n`;
		const parts = bodies.filter(part => part.length > 0);
		const chunks = parts.map(part => `${part.length.toString(16)}\r\n${part}\r\n`).join('');
		const footer = `${trailers.join('')}\r\n`;
		return {
			text: `${header}${chunks}0\r\n${footer}`,
			header: header.length,
			content: parts.join('').length,
			footer: footer.length,
			status: code,
		};
	});

const awkward = Array.from('\r\n :;,0129afxCcTtHTP/');
const cuts = fc.array(fc.nat({max: 400}), {maxLength: 20});

test('whole, or in any pieces, a reply is complete at its last byte', t => {
	fc.assert(
		fc.property(fc.oneof(withLength, chunked), cuts, (made, at) => {
			const reply = new Reply();
			feedPieces(reply, made.text, at);
			t.is(reply.state, DONE);
			t.is(reply.status, made.status);
			t.is(reply.headerBytes, made.header);
			t.is(reply.contentBytes, made.content);
			t.is(reply.footerBytes, made.footer);
			startReply(reply);
			feedPieces(reply, made.text.slice(0, -1), at);
			t.true(reply.state < DONE);
			t.false(endReply(reply));
		}),
		{numRuns: 2000},
	);
	t.pass();
});

test('what comes after a reply is left', t => {
	const bytes = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabHTTP');
	const reply = new Reply();
	t.is(feedReply(reply, bytes, 0, bytes.length), bytes.length - 4);
	t.is(reply.state, DONE);
});

test('any bytes: no crash, and the same end whole and in pieces', t => {
	const start = fc.constantFrom(
		'',
		'HTTP/1.1 200 OK\r\n',
		'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
	);
	const bytes = fc.string({unit: fc.constantFrom(...awkward), maxLength: 60});
	fc.assert(
		fc.property(start, bytes, cuts, (before, rest, at) => {
			const whole = new Reply();
			const pieces = new Reply();
			feedPieces(whole, before + rest, []);
			feedPieces(pieces, before + rest, at);
			t.is(pieces.state, whole.state);
			t.is(pieces.headerBytes, whole.headerBytes);
			t.is(pieces.contentBytes, whole.contentBytes);
		}),
		{numRuns: 20_000},
	);
	t.pass();
});

test('what is no reply is found out', t => {
	for (const text of [
		'HTTX/1.1 200 OK\r\n',
		'HTTP/1.1 20 OK\r\n',
		'HTTP/1.1 2000 OK\r\n',
		'HTTP/1.1 099 OK\r\n',
		'HTTP/1.1 600 OK\r\n',
		'HTTP/1.1  200 OK\r\n',
		'HTTP/1.1 200 OK\r\nContent-Length: \r\n',
		'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n',
		'HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n',
		'HTTP/1.1 200 OK\r\n\rx',
		'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
		'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n',
		'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab',
		'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n',
	]) {
		const reply = new Reply();
		feedPieces(reply, text, []);
		t.is(reply.state, MALFORMED, text);
	}
});

test('a known reply is recognised by every byte of its header', t => {
	const text = 'HTTP/1.1 200 OK\r\nA: 1234567\r\nContent-Length: 5\r\n\r\nhello';
	const header = text.length - 5;
	const memory = allocate(1024);
	const reply = new Reply();
	const known = new KnownReply();
	const take = (given: string) => {
		memory.bytes.set(Buffer.from(given));
		startReply(reply);
		return known.recognise(reply, memory, 0, given.length);
	};
	t.false(take(text));
	feedReply(reply, memory.bytes, 0, text.length);
	known.learn(reply, memory, 0, text.length);
	t.true(take(text));
	t.deepEqual([reply.status, reply.headerBytes, reply.contentBytes], [200, header, 5]);
	t.false(take(text.slice(0, -1)));
	t.false(take(`${text}x`));
	for (let index = 0; index < text.length; index++) {
		const other = text.slice(0, index) + '~' + text.slice(index + 1);
		t.is(take(other), index >= header, `byte ${index}`);
	}
});

function feedPieces(reply: Reply, text: string, cutsAt: readonly number[]): void {
	const ends = [...cutsAt.filter(cut => cut < text.length), text.length].sort((a, b) => a - b);
	let from = 0;
	for (const end of ends) {
		// A buffer of its own: a parser that looked back would read other bytes.
		const piece = Buffer.from(text.slice(from, end));
		if (reply.state < DONE) {
			feedReply(reply, piece, 0, piece.length);
		}

		from = end;
	}
}
