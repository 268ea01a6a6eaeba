// N pipes.
import * as libc from '../../linux/libc.js';
import {allocate} from '../../linux/memory.js';
import {check} from '../../linux/system-error.js';

const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;

/** The descriptors of pipes, by the number of the pipe. */
export type Pipes = {readonly readEnds: Int32Array; readonly writeEnds: Int32Array};

/**
 * Makes `count` pipes.
 * @throws SystemError where the kernel has no more.
 */
export function makePipes(count: number, {blocking}: {blocking: boolean}): Pipes {
	const pipes = {readEnds: new Int32Array(count), writeEnds: new Int32Array(count)};
	const pair = allocate(8);
	for (let pipe = 0; pipe < count; pipe++) {
		check(libc.pipe2(pair.address, O_CLOEXEC | (blocking ? 0 : O_NONBLOCK)), 'pipe2');
		pipes.readEnds[pipe] = pair.i32[0] as number;
		pipes.writeEnds[pipe] = pair.i32[1] as number;
	}

	return pipes;
}
