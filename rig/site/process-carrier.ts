// A carrier that is a process: what it reads and writes is the stream to the agent.
import {PassThrough} from 'node:stream';
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
	// vscode-jsonrpc leaves a rejection unhandled where a write fails. What is written to a process that
	// is gone goes nowhere instead: `ended` tells.
	const input = new PassThrough();
	input.pipe(child.stdin);
	child.stdin.on('error', () => {
		input.resume();
	});
	return {
		output: child.stdout,
		input,
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
