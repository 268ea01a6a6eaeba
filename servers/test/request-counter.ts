// The shortcut for repeated requests counts what the parser counts.
import test from 'ava';
import fc from 'fast-check';
import {allocate} from '../../linux/memory.js';
import {RequestCounter} from '../dphttpd/request-counter.js';
import {countRequests} from '../dphttpd/request-parser.js';

const SIZE = 256;

/** Few texts, so that they repeat: whole, cut off, several at once, alike but for one byte. */
const texts = [
	'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
	'GET / HTTP/1.1\r\nHost: b\r\n\r\n',
	'GET / HTTP/1.1\r\nHost: ab\r\n\r\n',
	'GET / HTTP/1.1\r\nHost: a\r\n',
	'\r\n',
	'\r',
	'\n\n',
	'GET /\n\nGET /\n\n',
	'GET /\n\nGET /',
	'\n\nGET /\n\n',
];

test('counts what the parser counts, whatever comes in whatever pieces', t => {
	const pieces = fc.array(
		fc.record({text: fc.constantFrom(...texts), start: fc.integer({min: 0, max: 8})}),
		{minLength: 1, maxLength: 12},
	);
	fc.assert(
		fc.property(pieces, sequence => {
			const counter = new RequestCounter();
			const memory = allocate(SIZE);
			const counted = {parser: 0, requestLength: 0};
			const parsed = {parser: 0, requestLength: 0};
			for (const {text, start} of sequence) {
				const end =
					start +
					Buffer.from(memory.bytes.buffer, memory.bytes.byteOffset, SIZE).write(
						text,
						start,
						'latin1',
					);
				const requests = countRequests(parsed, memory.bytes, start, end);
				if (counter.count(counted, memory, start, end) !== requests) {
					return false;
				}
			}

			return counted.parser === parsed.parser && counted.requestLength === parsed.requestLength;
		}),
		{numRuns: 20_000, seed: 1},
	);
	t.pass();
});

test('counts requests of any length', t => {
	const memory = allocate(9000);
	memory.bytes.fill(0x61);
	memory.bytes.set(Buffer.from('\r\n\r\n'), 8000);
	const counter = new RequestCounter();
	const state = {parser: 0, requestLength: 0};
	for (const [start, end, requests] of [
		[0, 8004, 1],
		[0, 8004, 1],
		[0, 8003, 0],
		[8003, 8004, 1],
		[0, 8004, 1],
	] as const) {
		t.is(counter.count(state, memory, start, end), requests);
	}
});
