#!/usr/bin/env node
// calls: a system call that fails at once, over and over, as bench/twins/calls.c does it in C.
//
//   calls SECONDS
import {ProcessClock} from '../../linux/process-clock.js';
import * as libc from '../../linux/libc.js';
import {allocate} from '../../linux/memory.js';

const BATCH = 10_000;
/** For V8 to compile the loop. */
const WARM_UP = 10;

const seconds = Number(process.argv[2] ?? 1);
const {address, bytes} = allocate(8);
const clock = new ProcessClock(0);

for (let batch = 0; batch < WARM_UP; batch++) {
	callBatch();
}

const from = {time: performance.now(), used: clock.read()};
let calls = 0;
let time = 0;
while (time < seconds) {
	callBatch();
	calls += BATCH;
	time = (performance.now() - from.time) / 1000;
}

const cpuUs = (clock.read() - from.used) * 1e6;
process.stdout.write(JSON.stringify({event: 'result', calls, seconds: time, cpuUs}) + '\n');

function callBatch(): void {
	for (let call = 0; call < BATCH; call++) {
		if (libc.read(-1, address, bytes.length) >= 0) {
			throw new Error('read(2) of descriptor -1 has not failed');
		}
	}
}
