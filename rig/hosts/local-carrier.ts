// The agent of this machine: a process of its own here too, so that every kind of host is the same.
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import type {Carrier} from './carrier.js';

const ownAgent = [fileURLToPath(new URL('../main.js', import.meta.url)), 'agent'];

/** Starts an agent: this project's own, unless a test brings another module and its arguments. */
export function startLocalAgent(command: readonly string[] = ownAgent): Carrier {
	const agent = execa(process.execPath, command, {
		stdin: 'pipe',
		stdout: 'pipe',
		stderr: 'pipe',
		buffer: {stdout: false, stderr: true},
		maxBuffer: 10_000,
		reject: false,
		// Not in the terminal's foreground group: Ctrl-C reaches the rig alone, which then ends this.
		detached: true,
		cleanup: false,
	});
	agent.stdin.on('error', () => undefined); // EPIPE: `ended` tells
	return {
		output: agent.stdout,
		input: agent.stdin,
		ended: agent.then(({stderr, exitCode, signal}) =>
			[signal === undefined ? `status ${exitCode ?? '?'}` : signal, stderr].join(' ').trim(),
		),
		kill() {
			agent.kill('SIGKILL');
		},
	};
}
