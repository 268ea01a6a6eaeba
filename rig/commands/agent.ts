// deadweight agent: what a host runs. The rig talks to it; people do not.
import type {Argv} from 'yargs';
import {agentTuning} from '../agent/tuning/agent-tuning.js';
import {UsageError} from '../failure.js';
import {findPrograms} from '../subjects/subject.js';

export function builder(yargs: Argv) {
	return yargs
		.option('subject', {
			type: 'string',
			array: true,
			nargs: 1,
			default: [] as string[],
			describe: 'the module of a subject whose programs are started too',
		})
		.epilogue(
			'Starts the programs of its subjects, nothing else, for a rig at the other end of its standard ' +
				'input and output. When its input ends, it stops them and ends. ' +
				'Exit status: 0 its input ended, 1 its input was no JSON-RPC, 2 bad usage.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler({subject}: Arguments): Promise<void> {
	if (process.stdin.isTTY) {
		throw new UsageError('the agent talks to a rig, not to a terminal: see deadweight run');
	}

	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => {
			process.stdin.destroy();
		});
	}

	// It loads the C library's calls, which no other command of the rig makes.
	const {serveAgent} = await import('../agent/agent.js');
	await serveAgent(process.stdin, process.stdout, await findPrograms(subject), agentTuning());
}
