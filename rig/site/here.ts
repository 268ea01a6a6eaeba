// This machine as a host within this process: for what is asked of programs and measured of none. A
// process of its own takes as long to start as they do.
import {PassThrough} from 'node:stream';
import {serveAgent} from '../agent/agent.js';
import type {ProgramFiles} from '../agent/program-files.js';
import {describe} from '../failure.js';
import type {Carrier} from './carrier.js';
import {Host} from './host.js';

/** Calls `use` with a host that knows the programs `files`, and ends all that it started before this returns. */
export async function withThisHost<T>(
	files: ProgramFiles,
	use: (host: Host) => Promise<T>,
): Promise<T> {
	const host = new Host('this machine', () => agentHere(files));
	try {
		await host.open();
		return await use(host);
	} finally {
		await host.close();
	}
}

function agentHere(files: ProgramFiles): Carrier {
	const [input, output] = [new PassThrough(), new PassThrough()];
	return {
		...{input, output},
		ended: serveAgent(input, output, files, {apply: () => [], restore: () => []}).then(
			() => 'it has ended',
			describe,
		),
		kill() {
			input.destroy();
		},
	};
}
