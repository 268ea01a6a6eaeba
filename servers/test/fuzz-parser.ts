// A million streams of bytes against the request parser: the same answer as a plain reading of the
// rules, however a stream is cut.
import test from 'ava';
import {unsafeUniformIntDistribution, xoroshiro128plus} from 'pure-rand';
import {MAX_REQUEST, type ParserState, TOO_LONG, countRequests} from '../dphttpd/request-parser.js';

const STREAMS = 1_000_000;
const generator = xoroshiro128plus(20_021_030);
/** Bytes that mean something come often, so that requests end, or nearly do. */
const alphabet = Buffer.from('\r\n\r\n\r\n\nGET / :x\0\xFF', 'latin1');

test(`${STREAMS} random streams are understood alike, whole and in pieces`, t => {
	const bytes = new Uint8Array(64);
	let requests = 0;
	for (let stream = 0; stream < STREAMS; stream++) {
		const length = fill(bytes);
		const whole = newState();
		const count = countRequests(whole, bytes, 0, length);
		const pieces = newState();
		const cut = random(length + 1);
		const counted =
			countRequests(pieces, bytes, 0, cut) + countRequests(pieces, bytes, cut, length);
		const expected = reference(bytes.subarray(0, length));
		if (count !== expected || counted !== expected || whole.parser !== pieces.parser) {
			t.fail(
				`${JSON.stringify(Buffer.from(bytes.subarray(0, length)).toString('latin1'))} cut at ${cut}: ${count}, ${counted}, ${expected}`,
			);
			return;
		}

		requests += count;
	}

	t.true(requests > STREAMS / 2, `${requests} requests: the streams are too dull`);
});

test('a request of exactly the limit passes, one byte more does not', t => {
	const request = 'GET / HTTP/1.1\r\n';
	for (const [length, requests, isTooLong] of [
		[MAX_REQUEST, 1, false],
		[MAX_REQUEST + 1, 0, true],
	] as const) {
		const header = 'X: ' + 'x'.repeat(length - request.length - 7) + '\r\n\r\n';
		const bytes = Buffer.from(request + header);
		t.is(bytes.length, length);
		for (const piece of [length, 1, 1000]) {
			const state = newState();
			let count = 0;
			for (let at = 0; at < length && state.parser !== TOO_LONG; at += piece) {
				count += countRequests(state, bytes, at, Math.min(length, at + piece));
			}

			t.is(count, requests);
			t.is(state.parser === TOO_LONG, isTooLong);
		}
	}
});

test('the requests before one that is too long are counted', t => {
	const state = newState();
	const bytes = Buffer.from('A\n\nB\n\n' + 'x'.repeat(9000));
	t.is(countRequests(state, bytes, 0, bytes.length), 2);
	t.is(state.parser, TOO_LONG);
});

/** A request is one or more lines that are not empty, and an empty one; a CR before LF is no matter. */
function reference(bytes: Uint8Array): number {
	const lines = Buffer.from(bytes).toString('latin1').split('\n').slice(0, -1);
	let requests = 0;
	let isInRequest = false;
	for (const line of lines) {
		const isEmpty: boolean = isInRequest ? line === '' || line === '\r' : /^\r*$/.test(line);
		if (isEmpty && isInRequest) {
			requests++;
		}

		isInRequest = !isEmpty;
	}

	return requests;
}

function newState(): ParserState {
	return {parser: 0, requestLength: 0};
}

function fill(bytes: Uint8Array): number {
	const length = 1 + random(bytes.length - 1);
	for (let at = 0; at < length; at++) {
		bytes[at] = alphabet[random(alphabet.length)] as number;
	}

	return length;
}

function random(count: number): number {
	return unsafeUniformIntDistribution(0, count - 1, generator);
}
