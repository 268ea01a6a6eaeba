#!/usr/bin/env node
// One of several processes of httperf: started by httperf, not by hand.
import process from 'node:process';
import {pinTo} from '../../../../linux/cpu.js';
import {endWith, watchOutput} from '../../../../programs/standard-output.js';
import {partOf} from '../../part.js';
import {Reporter} from '../../reporter.js';
import {runSession} from '../../session.js';
import {decodeShare} from '../../share.js';
import type {Window} from '../../window.js';

/** Says what a client says; that it was stopped, whoever has started it says for all. */
class Part extends Reporter {
	override stopped(): void {
		// As above.
	}
}

watchOutput('httperf');
try {
	const {options, address} = decodeShare(process.argv[2] ?? '');
	if (options.cpus) {
		pinTo(options.cpus);
	}

	// To be in the same window as others, it must be told when that begins; one without end is its own.
	const waits = options.durationMs !== Infinity;
	const result = await runSession(options, address, new Part(options), waits);
	const part = partOf(result, result.window as Window);
	process.stdout.write(`${JSON.stringify({event: 'part', part})}\n`);
	await endWith(0);
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}
