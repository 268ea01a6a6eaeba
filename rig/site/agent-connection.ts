// The connection to one agent, at the other end of a byte stream.
import {
	createMessageConnection,
	StreamMessageReader,
	StreamMessageWriter,
} from 'vscode-jsonrpc/node.js';
import {z} from 'zod';
import {bounded} from '../bounded.js';
import {describe, Failure} from '../failure.js';
import type {Carrier} from './carrier.js';
import * as protocol from '../agent/protocol.js';
import {type Facts, factsSchema, type Tuned, tunedSchema} from '../record/facts.js';
import {RemoteProgram} from './remote-program.js';

const ANSWER_BOUND_MS = 20_000;
/** How often the agent is asked whether it is there: a hundred bytes each way. */
const HEARTBEAT_MS = 5000;
/** An agent that does not answer for so long is gone: also on an emulated processor, once it has booted. */
const SILENCE_MS = 60_000;
/** Longer than an agent takes to end programs that do not want to. */
const CLOSE_BOUND_MS = 25_000;

/** What one agent does for the rig, until the stream to it ends. */
export class AgentConnection {
	readonly #connection;
	readonly #programs = new Map<number, RemoteProgram>();
	/** What was told of a program before the answer to its start arrived. */
	readonly #early = new Map<number, Array<(program: RemoteProgram) => void>>();
	#lost: string | undefined;
	readonly #heartbeat;
	/** A guest has to boot first: heartbeats begin with the first answer, whatever was asked. */
	#hasAnswered = false;
	#isClosing = false;

	constructor(private readonly carrier: Carrier) {
		this.#connection = createMessageConnection(
			new StreamMessageReader(carrier.output),
			new StreamMessageWriter(carrier.input),
		);
		this.#connection.onNotification(protocol.lineNotification, ({id, line}) => {
			this.#tell(id, program => {
				program.take(line);
			});
		});
		this.#connection.onNotification(protocol.exitNotification, ({id, exit}) => {
			this.#tell(id, program => {
				program.ended(exit);
			});
		});
		this.#connection.onError(([error]) => {
			this.#lose(describe(error));
		});
		void carrier.ended.then(words => {
			this.#lose(words);
		});
		this.#connection.listen();
		this.#heartbeat = setInterval(() => {
			if (this.#hasAnswered) {
				void this.#beat();
			}
		}, HEARTBEAT_MS);
	}

	/** Why the agent is gone; undefined while it is there. */
	get lost(): string | undefined {
		return this.#lost;
	}

	/** The agent's process id, once it has answered. */
	async ping(): Promise<number> {
		const {pid} = await this.#ask('ping', async () =>
			this.#connection.sendRequest(protocol.pingRequest),
		);
		return pid;
	}

	/** Ends what is left of an agent of this host that was lost; it and its programs are gone then. */
	async takeOver(pid: number): Promise<void> {
		await bounded(
			this.#call(async () => this.#connection.sendRequest(protocol.takeOverRequest, {pid})),
			CLOSE_BOUND_MS + ANSWER_BOUND_MS,
			'end of the former agent',
		);
	}

	/** Sets the host's sysctls for a load, or brings back what was set. */
	async tune(params: z.infer<typeof protocol.tuneParams>): Promise<Tuned[]> {
		return z
			.array(tunedSchema)
			.parse(
				await this.#ask('tune', async () =>
					this.#connection.sendRequest(protocol.tuneRequest, params),
				),
			);
	}

	/** What the host is and allows. */
	async facts(): Promise<Facts> {
		return factsSchema.parse(
			await this.#ask('facts', async () => this.#connection.sendRequest(protocol.factsRequest)),
		);
	}

	/** The kernel's counters now. */
	async counters(): Promise<protocol.KernelCounters> {
		return this.#ask('counters', async () =>
			this.#connection.sendRequest(protocol.countersRequest),
		);
	}

	/** Starts one of this project's programs. */
	async start(name: string, args: readonly string[]): Promise<RemoteProgram> {
		const {id, pid} = await this.#ask(`start of ${name}`, async () =>
			this.#connection.sendRequest(protocol.startRequest, {program: name, args: [...args]}),
		);
		const {slowness = 1} = this.carrier;
		const program = new RemoteProgram(name, pid, slowness, {
			report: async () =>
				this.#call(async () => this.#connection.sendRequest(protocol.reportRequest, {id})),
			counters: async hardware =>
				this.#ask(`counters of ${name}`, async () =>
					this.#connection.sendRequest(protocol.processCountersRequest, {id, hardware}),
				),
			stop: async () => {
				const exit = await this.#call(async () =>
					this.#connection.sendRequest(protocol.stopRequest, {id}),
				);
				this.#programs.delete(id);
				return exit;
			},
		});
		this.#programs.set(id, program);
		for (const tell of this.#early.get(id) ?? []) {
			tell(program);
		}

		this.#early.delete(id);
		return program;
	}

	/** Ends the agent, and with it everything it started; returns when it is gone. */
	async close(): Promise<void> {
		clearInterval(this.#heartbeat);
		this.#isClosing = true;
		if (this.#lost !== undefined && this.carrier.isNewMachine === true) {
			// A guest that hangs hears no goodbye, and what ran in it ends with it.
			this.carrier.kill();
			await this.carrier.ended;
			return;
		}

		try {
			// A message is written in two parts: the stream ends after the last of a heartbeat under way.
			await bounded(
				this.#connection.sendNotification(protocol.byeNotification),
				CLOSE_BOUND_MS,
				'last message to the agent',
			);
		} catch {
			// The stream is gone, or full: ending it is all that is left.
		}

		this.carrier.input.end();
		try {
			await bounded(this.carrier.ended, CLOSE_BOUND_MS, 'end of the agent');
		} catch {
			this.carrier.kill();
			await this.carrier.ended;
		}
	}

	async #ask<T>(what: string, request: () => Promise<T>): Promise<T> {
		return bounded(
			this.#call(request),
			this.#slowed(ANSWER_BOUND_MS),
			`answer from the agent (${what})`,
		);
	}

	#slowed(boundMs: number): number {
		return boundMs * (this.carrier.slowness ?? 1);
	}

	/** Where the agent is gone, that is the cause of whatever fails. */
	async #call<T>(request: () => Promise<T>): Promise<T> {
		if (this.#isClosing) {
			throw new Failure(this.#lost ?? 'the agent is told to end');
		}

		try {
			const answer = await request();
			this.#hasAnswered = true;
			return answer;
		} catch (error) {
			throw new Failure(this.#lost ?? describe(error));
		}
	}

	#tell(id: number, tell: (program: RemoteProgram) => void): void {
		const program = this.#programs.get(id);
		if (program === undefined) {
			this.#early.set(id, [...(this.#early.get(id) ?? []), tell]);
		} else {
			tell(program);
		}
	}

	/** An agent that is silent is as good as gone: its carrier is ended, and says so. */
	async #beat(): Promise<void> {
		try {
			await bounded(this.ping(), SILENCE_MS, 'answer to a heartbeat');
		} catch (error) {
			this.#lose(describe(error));
			this.carrier.kill();
		}
	}

	#lose(words: string): void {
		if (this.#lost !== undefined) {
			return;
		}

		clearInterval(this.#heartbeat);
		this.#lost = `the agent is gone: ${words}`;
		this.#connection.dispose(); // answers that will not come are refused now
		for (const program of this.#programs.values()) {
			program.lost(this.#lost);
		}
	}
}
