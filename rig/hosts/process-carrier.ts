// A carrier that is a process: what it reads and writes is the stream to the agent.
import {execa} from 'execa';
import type {Carrier} from './carrier.js';

/** Starts the program that is an agent, or that leads to one. */
export function carryBy(file: string, args: readonly string[]): Carrier {
	const child = execa(file, args, {
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
	child.stdin.on('error', () => undefined); // EPIPE: `ended` tells
	return {
		output: child.stdout,
		input: child.stdin,
		ended: child.then(({stderr, exitCode, signal, cause}) => {
			// A program that could not be started has neither.
			const how = signal ?? (exitCode === undefined ? messageOf(cause) : `status ${exitCode}`);
			return [how, stderr].join(' ').trim();
		}),
		kill() {
			child.kill('SIGKILL');
		},
	};
}

function messageOf(cause: unknown): string {
	return cause instanceof Error ? cause.message : 'it did not start';
}
