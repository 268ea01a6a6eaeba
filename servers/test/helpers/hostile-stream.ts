// What no good client sends: garbage, endless lines and good requests, in random pieces.
import {unsafeUniformIntDistribution, xoroshiro128plus} from 'pure-rand';

const goodRequest = 'GET / HTTP/1.1\r\nHost: test\r\n\r\n';

/** How a connection ends, from the client's side. */
type Ending =
	/** Sends everything, then the end of the stream, and reads until the server closes. */
	| 'half-close'
	/** Resets, between two pieces. */
	| 'reset'
	/** Closes without reading what comes. */
	| 'close'
	/** Asks for more than the kernel holds for it, reads nothing of it, and resets. */
	| 'deaf'
	/** Stays open, silent, until all others have ended. */
	| 'dead';

/** What one connection does. */
export type HostileStream = {readonly pieces: readonly Buffer[]; readonly ending: Ending};

const endings: readonly Ending[] = ['half-close', 'half-close', 'reset', 'close', 'deaf', 'dead'];

/** Bytes that mean something to a parser. */
const meaningful = Buffer.from('\r\n\r\n\n\0GET :\xFF', 'latin1');

/** Requests for 8 MB of replies: where nobody reads, loopback takes some 4 (tcp_wmem's most). */
const manyRequests = Buffer.from(goodRequest.repeat(40_000));

/** `count` streams, the same for the same seed. */
export function hostileStreams(seed: number, count: number): HostileStream[] {
	const generator = xoroshiro128plus(seed);
	const random = (below: number) => unsafeUniformIntDistribution(0, below - 1, generator);
	const bytes = (length: number, next: () => number) => Buffer.from(Array.from({length}, next));
	const parts = [
		() => bytes(1 + random(3000), () => random(256)),
		() => bytes(1 + random(3000), () => meaningful[random(meaningful.length)] as number),
		() => Buffer.from(goodRequest.repeat(1 + random(100))),
		() => Buffer.from(goodRequest.slice(0, random(goodRequest.length))),
		// Around the limit of a request, and far beyond it.
		() => Buffer.from(`GET /${'a'.repeat(8170 + random(20))}\r\n\r\n`),
		() => Buffer.alloc(8193 + random(60_000), random(256)),
	];
	const stream = () =>
		Buffer.concat(
			Array.from({length: 1 + random(5)}, () => (parts[random(parts.length)] as () => Buffer)()),
		);
	return Array.from({length: count}, () => {
		const ending = endings[random(endings.length)] as Ending;
		const pieces = cut(stream(), random);
		return {ending, pieces: ending === 'deaf' ? [manyRequests, ...pieces] : pieces};
	});
}

/** Cuts at up to nine random places: some of the pieces have a byte or two. */
function cut(bytes: Buffer, random: (below: number) => number): Buffer[] {
	const cuts = Array.from({length: random(10)}, () =>
		random(random(2) === 0 ? Math.min(bytes.length, 40) : bytes.length),
	);
	const places = [...new Set([0, ...cuts, bytes.length])].sort((a, b) => a - b);
	return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}
