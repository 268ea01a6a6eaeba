// What a call into the C library costs from JavaScript: of a pass, the part that a program in C has not.
import * as libc from '../../linux/libc.js';
import {allocate} from '../../linux/memory.js';

const BATCH = 10_000;
const BATCHES = 30;

/**
 * Nanoseconds of a call with three arguments that does nothing (memcmp(3) of no bytes): the least of
 * many batches, because what disturbs one only makes it longer. Takes some 20 ms.
 */
export function callNanoseconds(): number {
	const {address} = allocate(8);
	let least = Infinity;
	for (let batch = 0; batch < BATCHES; batch++) {
		const start = performance.now();
		for (let call = 0; call < BATCH; call++) {
			if (libc.memcmp(address, address, 0) !== 0) {
				throw new Error('memcmp(3) finds a difference between no bytes');
			}
		}

		least = Math.min(least, performance.now() - start);
	}

	return (least * 1e6) / BATCH;
}
