// Where the programs that an agent may start lie.
import {fileURLToPath} from 'node:url';
import type {ProgramName} from './protocol.js';

/** The module of each program, by name. */
export type ProgramFiles = Readonly<Record<ProgramName, string>>;

/** This project's own, beside this file in dist/. */
export const programFiles: ProgramFiles = {
	dphttpd: ownFile('servers/dphttpd/main.js'),
	foreign: ownFile('servers/foreign/main.js'),
	deadconn: ownFile('clients/deadconn/main.js'),
	httperf: ownFile('clients/httperf/main.js'),
	duet: ownFile('clients/httperf/duet/main.js'),
	hog: ownFile('clients/hog/main.js'),
	pipetest: ownFile('clients/pipetest/main.js'),
};

function ownFile(path: string): string {
	return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
