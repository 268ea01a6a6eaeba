// The machines of a run, by role, and the ways to them: this machine, or those of an inventory.
import type {Announce} from '../announce.js';
import {describe, Failure} from '../failure.js';
import {readBuild} from '../agent/build.js';
import type {TuningLoad} from '../agent/tuning/sysctl-targets.js';
import type {Facts, Tuned} from '../record/facts.js';
import type {Carrier} from './carrier.js';
import {Host} from './host.js';
import type {Inventory, LabHost} from './inventory.js';
import {mainOf, ownAgent, startLocalAgent} from './local.js';
import {carryBy} from './process-carrier.js';
import {startSshAgent} from './ssh-carrier.js';

/** A machine with a role. */
export type Place = {
	readonly host: Host;
	/** As the inventory has it; undefined: this machine. */
	readonly labHost: LabHost | undefined;
};

/** What sysctls became on one host. */
export type HostTuning = {readonly host: string; readonly tuned: Tuned[]};

/** Machines that have been reached. */
export class Site {
	#load: TuningLoad | undefined;

	constructor(
		readonly server: Place,
		readonly load: Place,
		readonly dead: readonly Place[],
		private readonly announce: Announce,
		/** Agents of other builds on the server's machine, by their checkout. */
		readonly builds: ReadonlyMap<string, Host> = new Map(),
	) {}

	/** What they are, and allow, now. */
	async facts(): Promise<{server: Facts; load: Facts; dead: Facts[]}> {
		const known = new Map(
			await Promise.all(this.#hosts.map(async host => [host, await host.facts()] as const)),
		);
		const of = ({host}: Place) => known.get(host) as Facts;
		return {server: of(this.server), load: of(this.load), dead: this.dead.map(of)};
	}

	/** Sets the sysctls of all of them; close() brings them back. */
	async tune(load: TuningLoad): Promise<HostTuning[]> {
		this.#load = load;
		return Promise.all(
			this.#hosts.map(async host => ({
				host: host.name,
				tuned: await host.tune({action: 'apply', load}),
			})),
		);
	}

	/** Sees that all can be used, and waits for those that were lost. @throws Failure, Interrupted. */
	async revive(signal: AbortSignal): Promise<void> {
		for (const host of this.#hosts) {
			if ((await host.reopen(signal, this.announce)) && this.#load !== undefined) {
				// The former agent has brought back what it had set.
				await host.tune({action: 'apply', load: this.#load});
			}
		}
	}

	/**
	 * Each host of the lab runs this very code.
	 * @throws Failure that names each that does not, and what to do.
	 */
	async refuseOthers(): Promise<void> {
		const own = readBuild();
		const others = await Promise.all(
			this.#hosts.map(async host => {
				const {versions} = await host.facts();
				return versions.build === own
					? []
					: [
							`host ${host.name} has another build of deadweight (${versions.deadweight}, ${versions.build}) than this one (${own})`,
						];
			}),
		);
		if (others.flat().length > 0) {
			throw new Failure(`${others.flat().join('; ')}: ansible-playbook ansible/site.yml brings it`);
		}
	}

	/** Brings back what was tuned, and ends the agents. */
	async close(): Promise<void> {
		await Promise.all(
			this.#hosts.map(async host => {
				if (this.#load !== undefined) {
					await this.#restore(host);
				}

				await host.close();
			}),
		);
	}

	async #restore(host: Host): Promise<void> {
		try {
			for (const each of await host.tune({action: 'restore'})) {
				if (each.outcome !== 'restored') {
					this.announce(`host ${host.name}: ${each.name} is ${each.outcome} (${each.why})`);
				}
			}
		} catch (error) {
			this.announce(
				`host ${host.name}: its sysctls were not brought back (${describe(error)}): its agent does it as it ends; where that was killed, deadweight tune restore on it does`,
			);
		}
	}

	/** Each once. */
	get #hosts(): Host[] {
		const places = [this.server, this.load, ...this.dead].map(({host}) => host);
		return [...new Set([...places, ...this.builds.values()])];
	}
}

/** Where a run is: the machines of an inventory, a guest, or this machine. */
export type Where = {
	readonly inventory?: Inventory | undefined;
	/** Starts a guest. */
	readonly guest?: (() => Carrier) | undefined;
	/** Checkouts whose servers take part, on this machine. */
	readonly builds?: readonly string[] | undefined;
	/** Modules of subjects that are not ours, whose programs the agent of this machine is to know. */
	readonly subjects?: readonly string[] | undefined;
	/** Agents of this machine get a network namespace of their own. */
	readonly hasOwnNetwork?: boolean | undefined;
};

/**
 * Reaches all machines, and leaves nothing behind on them.
 * @throws Failure with a message for each that cannot be reached, before anything is changed.
 */
export async function withSite<T>(
	{inventory, guest, builds = [], subjects = [], hasOwnNetwork = false}: Where,
	announce: Announce,
	use: (site: Site) => Promise<T>,
): Promise<T> {
	const places = new Map<string, Place>();
	const placeOf = (labHost: LabHost): Place => {
		const place = places.get(labHost.name) ?? {
			host: new Host(labHost.name, connectTo(labHost)),
			labHost,
		};
		places.set(labHost.name, place);
		return place;
	};
	const here: Place = {
		host:
			guest === undefined
				? new Host('this machine', () => startLocalAgent(ownAgent(subjects), hasOwnNetwork))
				: new Host('guest', guest),
		labHost: undefined,
	};
	const others = new Map(
		builds.map(build => [build, new Host(build, () => startLocalAgent([mainOf(build), 'agent']))]),
	);
	const site =
		inventory === undefined
			? new Site(here, here, [here], announce, others)
			: new Site(
					placeOf(inventory.server),
					placeOf(inventory.load),
					inventory.dead.map(placeOf),
					announce,
				);
	const hosts =
		inventory === undefined
			? [here.host, ...others.values()]
			: [...places.values()].map(each => each.host);
	try {
		const opened = await Promise.allSettled(
			hosts.map(async host => openTwice(host, guest !== undefined, announce)),
		);
		const troubles = opened.flatMap(each =>
			each.status === 'rejected' ? [describe(each.reason)] : [],
		);
		if (troubles.length > 0) {
			throw new Failure(troubles.join('; '));
		}

		if (inventory !== undefined) {
			await site.refuseOthers();
		}

		return await use(site);
	} finally {
		await site.close();
	}
}

/** An emulated guest stalls now and then as it boots: it gets a second chance. */
async function openTwice(host: Host, isGuest: boolean, announce: Announce): Promise<void> {
	try {
		await host.open();
	} catch (error) {
		if (!isGuest) {
			throw error;
		}

		announce(`${describe(error)}; it is tried once more`);
		await host.open();
	}
}

function connectTo({ssh, command}: LabHost) {
	return () => (ssh === null ? carryBy(command, ['agent']) : startSshAgent(ssh, command));
}
