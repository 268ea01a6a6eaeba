#!/usr/bin/env node
// One worker of a dphttpd with several: started by dphttpd, not by hand.
import process from 'node:process';
import {BlockingAccept} from '../../blocking-accept.js';
import {INHERITED, type Orders} from '../../orders.js';
import {serve} from '../../serve.js';
import {type Source, listenAs, sourceOf} from '../../source.js';

/** Wake-ups that find nothing would be counted: those who start it do not rely on this one. */
const WAIT_MS = 10_000;

const {options, listener} = JSON.parse(process.argv[2] ?? '') as Orders;
// It ends a wait in accept(2), so that standard input is looked at: see crew.ts.
process.on('SIGUSR2', () => undefined);
try {
	await serve(options, {
		open: () => ({source: openSource(), port: options.port}),
		waitMs: WAIT_MS,
	});
	process.exit(0);
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

function openSource(): Source {
	switch (listener) {
		case 'shared':
		case 'exclusive':
			return sourceOf(INHERITED, listener);
		case 'reuseport':
			return sourceOf(listenAs(options, {reusePort: true}), 'own');
		case 'blocking':
			return new BlockingAccept(INHERITED);
		case 'acceptor':
			return sourceOf(INHERITED, 'handed');
	}
}
