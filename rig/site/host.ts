// A machine with a role, through its agent: where the way to it breaks, it is made anew.
import {setTimeout as delay} from 'node:timers/promises';
import {describe, Failure, Interrupted} from '../failure.js';
import type {Announce} from '../announce.js';
import type {z} from 'zod';
import type {KernelCounters, tuneParams} from '../agent/protocol.js';
import type {Facts, Tuned} from '../record/facts.js';
import type {Carrier} from './carrier.js';
import {AgentConnection} from './agent-connection.js';
import type {RemoteProgram} from './remote-program.js';

/** A host that does not come back within this time ends the run; what is measured stays. */
const PATIENCE_MS = 15 * 60_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

type TuneParams = z.infer<typeof tuneParams>;

/** A name, and the agent behind it, of which there is one at a time. */
export class Host {
	#agent: AgentConnection | undefined;
	#pid: number | undefined;

	/** @param connect starts an agent: each time that there is none */
	constructor(
		readonly name: string,
		private readonly connect: () => Carrier,
	) {}

	/** What the host is and allows. */
	async facts(): Promise<Facts> {
		return this.#current.facts();
	}

	/** The kernel's counters now. */
	async counters(): Promise<KernelCounters> {
		return this.#current.counters();
	}

	/** Sets the host's sysctls for a load, or brings back what was set. */
	async tune(params: TuneParams): Promise<Tuned[]> {
		return this.#current.tune(params);
	}

	/** Starts a program that its agent knows. */
	async start(name: string, args: readonly string[]): Promise<RemoteProgram> {
		return this.#current.start(name, args);
	}

	/** The process id of its agent. */
	async ping(): Promise<number> {
		return this.#current.ping();
	}

	/** The agent as it is now; it may be lost. */
	get #current(): AgentConnection {
		if (this.#agent === undefined) {
			throw new Failure(`host ${this.name} was not reached yet`);
		}

		return this.#agent;
	}

	/**
	 * Starts the agent and asks it for a first answer.
	 * @throws Failure with what the way there said.
	 */
	async open(): Promise<void> {
		const carrier = this.connect();
		const agent = new AgentConnection(carrier);
		try {
			const pid = await agent.ping();
			if (this.#pid !== undefined && carrier.isNewMachine !== true) {
				await agent.takeOver(this.#pid);
			}

			this.#pid = pid;
		} catch (error) {
			await agent.close();
			const words = describe(error);
			throw new Failure(
				`host ${this.name} cannot be used: ${carrier.isNewMachine === true ? words : explain(words)}`,
			);
		}

		this.#agent = agent;
	}

	/**
	 * Sees that there is an agent, with growing pauses between attempts.
	 * Returns whether it is a new one.
	 * @throws Failure where the host does not come back; Interrupted.
	 */
	async reopen(signal: AbortSignal, announce: Announce): Promise<boolean> {
		const {lost} = this.#current;
		if (lost === undefined) {
			return false;
		}

		announce(`host ${this.name} is lost (${lost}): it is asked for again`);
		await this.#current.close();
		const until = performance.now() + PATIENCE_MS;
		for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
			try {
				await this.open();
				announce(`host ${this.name} is back`);
				return true;
			} catch (error) {
				if (performance.now() > until) {
					throw new Failure(
						`${describe(error)}; it was asked for ${PATIENCE_MS / 60_000} minutes: go on with --resume when it is back`,
					);
				}
			}

			await pauseFor(pause, signal);
		}
	}

	/** Ends the agent, and with it all that it started. */
	async close(): Promise<void> {
		await this.#agent?.close();
	}
}

/** What the carrier said, with what to do about it. */
function explain(words: string): string {
	const remedies: Array<[RegExp, string]> = [
		[
			/status 127|ENOENT/,
			'deadweight is not installed there: ansible-playbook ansible/site.yml brings it',
		],
		[
			/Permission denied/,
			'the inventory needs another user or key (ansible_user, ansible_ssh_private_key_file)',
		],
		[
			/Host key verification failed/,
			'its host key is not known here, or has changed: see ssh-keyscan(1)',
		],
	];
	const remedy = remedies.find(([sign]) => sign.test(words))?.[1];
	return remedy === undefined ? words : `${words}; ${remedy}`;
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
	try {
		await delay(ms, undefined, {signal});
	} catch {
		throw new Interrupted();
	}
}
