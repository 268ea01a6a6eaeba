// Connections at random through a relay: pieces, stalls, half-closes and resets, and nothing is left.
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {setImmediate} from 'node:timers/promises';
import test from 'ava';
import {unsafeUniformIntDistribution, xoroshiro128plus} from 'pure-rand';
import {TestRelay, connectTo, findWays, startOrigin} from './helpers/relay.js';

const SEED = 20_131_115;
/** By hand 100000: DEADWEIGHT_RELAY_CONNECTIONS says so. */
const CONNECTIONS = Number(process.env['DEADWEIGHT_RELAY_CONNECTIONS'] ?? 800);
const AT_ONCE = 40;
/** From the first hundred connections on. */
const MOST_GROWTH = 16 * 2 ** 20;

for (const [index, {name, args}] of (await findWays()).entries()) {
	test.serial(`${name}: ${CONNECTIONS} connections with stalls and resets`, async t => {
		const generator = xoroshiro128plus(SEED + index);
		const random = (below: number) => unsafeUniformIntDistribution(0, below - 1, generator);
		// It answers with the sum of what it was sent, unless it resets.
		const origin = await startOrigin(t, socket => {
			const hash = createHash('sha256');
			const resetsAt = random(8) === 0 ? random(50_000) : Infinity;
			let length = 0;
			socket.on('data', (data: Buffer) => {
				hash.update(data);
				length += data.length;
				if (length > resetsAt) {
					socket.resetAndDestroy();
				} else if (random(4) === 0) {
					socket.pause();
					void setImmediate().then(() => socket.resume());
				}
			});
			socket.on('end', () => socket.end(hash.digest('hex').repeat(1 + random(2000))));
		});
		using relay = await TestRelay.start(...args, '--origin', origin);
		let whole = 0;
		let first: number | undefined;
		const lane = async (count: number) => {
			for (let turn = 0; turn < count; turn++) {
				const sum = await converse(relay.port, random);
				t.not(sum, 'changed', 'what came is not what was sent');
				whole += sum === 'whole' ? 1 : 0;
			}
		};

		for (const part of [100, CONNECTIONS - 100]) {
			await Promise.all(Array.from({length: AT_ONCE}, async () => lane(Math.ceil(part / AT_ONCE))));
			first ??= (await relay.idle()).rss;
		}

		const {rss, connections} = await relay.end(t);
		t.true(connections.accepted >= CONNECTIONS);
		t.log(`${connections.accepted} accepted, ${whole} whole, memory +${rss - (first ?? 0)} bytes`);
		t.true(whole > CONNECTIONS / 2, `only ${whole} came to their end`);
		t.true(rss - (first ?? 0) < MOST_GROWTH, `memory grew by ${rss - (first ?? 0)} bytes`);
	});
}

/** One connection: whether the origin had what was sent, or either side has reset. */
async function converse(
	port: number,
	random: (below: number) => number,
): Promise<'whole' | 'changed' | 'reset'> {
	const socket = connectTo(port);
	await once(socket, 'connect');
	const hash = createHash('sha256');
	let text = '';
	const ended = new Promise<'end' | 'reset'>(resolve => {
		socket.on('end', () => {
			resolve('end');
		});
		socket.on('close', () => {
			resolve('reset');
		});
	});
	socket.on('data', data => {
		text += data.toString('latin1');
		if (random(8) === 0) {
			socket.pause();
			void setImmediate().then(() => socket.resume());
		}
	});
	const resetsAt = random(6) === 0 ? random(6) : Infinity;
	const pieces = random(6);
	for (let piece = 0; piece < pieces && !socket.destroyed; piece++) {
		const data = Buffer.alloc(1 + random(random(3) === 0 ? 100_000 : 100), random(256));
		hash.update(data);
		socket.write(data);
		await setImmediate();
		if (piece === resetsAt) {
			socket.resetAndDestroy();
			return 'reset';
		}
	}

	socket.end();
	const ending = await ended;
	socket.destroy();
	if (ending === 'reset') {
		return 'reset';
	}

	const sum = hash.digest('hex');
	return text.length > 0 && text === sum.repeat(text.length / sum.length) ? 'whole' : 'changed';
}
