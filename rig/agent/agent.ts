// A host's agent: starts this project's programs, and nothing else, for the rig at the other end of
// a byte stream. When the stream ends it stops what it started and leaves nothing behind.
import type {Readable, Writable} from 'node:stream';
import {
	createMessageConnection,
	type MessageConnection,
	StreamMessageReader,
	StreamMessageWriter,
} from 'vscode-jsonrpc/node.js';
import type {z} from 'zod';
import {adoptOrphans} from '../../linux/process-tree.js';
import {describe, Failure} from '../failure.js';
import {AgentPrograms, checked} from './agent-programs.js';
import {readFacts} from './facts.js';
import {readKernelCounters} from './kernel-counters.js';
import {endAgent} from './end-agent.js';
import type {ProgramFiles} from './program-files.js';
import * as protocol from './protocol.js';
import type {Tuned} from '../record/facts.js';

/** Sets sysctls and brings them back: the command line has one, and agents of tests none. */
export type Tuning = {
	apply(load: z.infer<typeof protocol.loadSchema>): Tuned[];
	restore(): Tuned[];
};

/** What may arrive without becoming a message: far more than any request of the rig's. */
const LONGEST_MESSAGE = 1_000_000;

/** A rig asks every five seconds whether we are there: one that is silent for so long is gone. */
const SILENCE_MS = 30_000;

/**
 * Serves until `input` ends, or is silent for too long; then stops every program and brings back what was tuned.
 * @throws Failure where what arrives is no JSON-RPC; the programs have ended then as well.
 */
export async function serveAgent(
	input: Readable,
	output: Writable,
	files: ProgramFiles,
	tuning: Tuning,
): Promise<void> {
	adoptOrphans();
	let unused = 0;
	const reader = new StreamMessageReader(input);
	reader.partialMessageTimeout = 0; // its timer would outlive the stream
	const connection = createMessageConnection(reader, new StreamMessageWriter(output), undefined, {
		messageStrategy: {
			handleMessage(message, next) {
				unused = 0;
				next(message);
			},
		},
	});
	const programs = new AgentPrograms(files, async (type, params) => {
		try {
			await connection.sendNotification(type, params);
		} catch {
			// The rig is gone: the end of the stream tells.
		}
	});
	answer(connection, programs, tuning);

	const silence: {timer?: NodeJS.Timeout} = {};
	const failure = await new Promise<string | undefined>(resolve => {
		silence.timer = setTimeout(() => {
			resolve(undefined);
		}, SILENCE_MS);
		input.on('data', (chunk: Buffer) => {
			silence.timer?.refresh();
			unused += chunk.length;
			if (unused > LONGEST_MESSAGE) {
				resolve(`no message in ${LONGEST_MESSAGE} bytes`);
			}
		});
		connection.onError(([error]) => {
			resolve(describe(error));
		});
		connection.onClose(() => {
			resolve(undefined);
		});
		input.on('end', () => {
			resolve(undefined);
		});
		connection.listen();
	});
	clearTimeout(silence.timer);
	connection.dispose();
	input.destroy();
	await programs.stopAll();
	tuning.restore();
	if (failure !== undefined) {
		throw new Failure(
			`what the agent was sent is no JSON-RPC (${failure}): it is started by deadweight, not by hand`,
		);
	}
}

function answer(connection: MessageConnection, programs: AgentPrograms, tuning: Tuning): void {
	connection.onRequest(protocol.pingRequest, () => ({pid: process.pid}));
	connection.onRequest(protocol.takeOverRequest, async params => {
		await endAgent(checked(protocol.takeOverParams, params).pid);
		return null;
	});
	connection.onRequest(protocol.tuneRequest, params => {
		const request = checked(protocol.tuneParams, params);
		return request.action === 'apply' ? tuning.apply(request.load) : tuning.restore();
	});
	connection.onRequest(protocol.factsRequest, readFacts);
	connection.onRequest(protocol.countersRequest, readKernelCounters);
	connection.onRequest(protocol.startRequest, params => programs.start(params));
	connection.onRequest(protocol.reportRequest, async params => programs.report(params));
	connection.onRequest(protocol.processCountersRequest, params => programs.counters(params));
	connection.onRequest(protocol.stopRequest, async params => programs.stop(params));
}
