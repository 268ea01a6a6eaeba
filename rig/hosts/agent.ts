// A host's agent: starts this project's programs, and nothing else, for the rig at the other end of
// a byte stream. When the stream ends it stops what it started and leaves nothing behind.
import type {Readable, Writable} from 'node:stream';
import {
	createMessageConnection,
	type MessageConnection,
	StreamMessageReader,
	StreamMessageWriter,
} from 'vscode-jsonrpc/node.js';
import {describe, Failure} from '../failure.js';
import {AgentPrograms} from './agent-programs.js';
import {readFacts} from './facts.js';
import {readKernelCounters} from './kernel-counters.js';
import type {ProgramFiles} from './program-files.js';
import * as protocol from './protocol.js';

/** What may arrive without becoming a message: far more than any request of the rig's. */
const LONGEST_MESSAGE = 1_000_000;

/**
 * Serves until `input` ends, then stops every program.
 * @throws Failure where what arrives is no JSON-RPC; the programs have ended then as well.
 */
export async function serveAgent(
	input: Readable,
	output: Writable,
	files: ProgramFiles,
): Promise<void> {
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
	answer(connection, programs);

	const failure = await new Promise<string | undefined>(resolve => {
		input.on('data', (chunk: Buffer) => {
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
	connection.dispose();
	input.destroy();
	await programs.stopAll();
	if (failure !== undefined) {
		throw new Failure(
			`what the agent was sent is no JSON-RPC (${failure}): it is started by deadweight, not by hand`,
		);
	}
}

function answer(connection: MessageConnection, programs: AgentPrograms): void {
	connection.onRequest(protocol.factsRequest, readFacts);
	connection.onRequest(protocol.countersRequest, readKernelCounters);
	connection.onRequest(protocol.startRequest, params => programs.start(params));
	connection.onRequest(protocol.reportRequest, async params => programs.report(params));
	connection.onRequest(protocol.runDelayRequest, params => programs.runDelay(params));
	connection.onRequest(protocol.stopRequest, async params => programs.stop(params));
}
