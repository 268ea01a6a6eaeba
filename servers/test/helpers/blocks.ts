// Runs blocks and its load as processes of their own, as people and the rig do.
import {commandOf} from '../../../programs/command-of.js';
import {blockloadEvents} from '../../../programs/events/blockload.js';
import {blocksEvents} from '../../../programs/events/blocks.js';
import type {EventOf} from '../../../programs/test/helpers/read-exactly.js';
import {TestProgram} from '../../../programs/test/helpers/test-program.js';

/** A running blocks. */
export type Blocks = TestProgram<typeof blocksEvents>;
export type BlocksReport = EventOf<typeof blocksEvents, 'report'>;

/** Starts blocks with `--json`; over TCP on a free port of 127.0.0.1. `by` starts it. */
export function startBlocks(args: readonly string[], by: readonly string[] = []): Blocks {
	const common = ['--json', '--port', '0', '--address', '127.0.0.1'];
	return new TestProgram(blocksEvents, [
		...by,
		...commandOf('servers/blocks', [...common, ...args]),
	]);
}

/** How a load reaches a server that is ready. */
export async function whereOf(server: Blocks): Promise<string[]> {
	const {transport, address, port} = await server.event('ready');
	return transport === 'unix' ? ['--path', address] : ['--port', String(port)];
}

/** Starts a load with `--json`; `by` starts it. */
export function startLoad(
	args: readonly string[],
	by: readonly string[] = [],
): TestProgram<typeof blockloadEvents> {
	const command = commandOf('clients/blockload', ['--json', ...args]);
	return new TestProgram(blockloadEvents, [...by, ...command]);
}

/**
 * Loads a server until the load has ended. `by` starts the load.
 * @throws Error with its words where something was not as it should be.
 */
export async function load(
	args: readonly string[],
	by: readonly string[] = [],
): Promise<EventOf<typeof blockloadEvents, 'result'>> {
	using program = startLoad(args, by);
	const status = await program.exit();
	if (status !== 0) {
		throw new Error(`blockload ended with ${status}: ${program.output}${program.errors}`);
	}

	return await program.event('result');
}
