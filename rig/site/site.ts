// The machines of a run, by role, and the ways to them: this machine, or those of an inventory.
import {describe, Failure} from '../failure.js';
import {readBuild} from '../agent/build.js';
import type {Carrier} from './carrier.js';
import {Link} from './link.js';
import {startLocalAgent} from './local-carrier.js';
import {carryBy} from './process-carrier.js';
import type {Facts, Tuned} from '../agent/protocol.js';
import {startSshAgent} from './ssh-carrier.js';
import type {Announce} from '../output/tell.js';
import type {TuningLoad} from '../agent/tuning/sysctl-targets.js';
import {agentOf} from '../run/duet/side.js';
import type {Inventory, LabHost} from './inventory.js';

/** A machine with a role. */
export type Place = {
	readonly link: Link;
	/** As the inventory has it; undefined: this machine. */
	readonly told: LabHost | undefined;
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
		/** The ways to agents of other builds on the server's machine, by their checkout. */
		readonly builds: ReadonlyMap<string, Link> = new Map(),
	) {}

	/** What they are, and allow, now. */
	async facts(): Promise<{server: Facts; load: Facts; dead: Facts[]}> {
		const known = new Map(
			await Promise.all(this.#links.map(async link => [link, await link.host.facts()] as const)),
		);
		const of = ({link}: Place) => known.get(link) as Facts;
		return {server: of(this.server), load: of(this.load), dead: this.dead.map(of)};
	}

	/** Sets the sysctls of all of them; close() brings them back. */
	async tune(load: TuningLoad): Promise<HostTuning[]> {
		this.#load = load;
		return Promise.all(
			this.#links.map(async ({name, host}) => ({
				host: name,
				tuned: await host.tune({action: 'apply', load}),
			})),
		);
	}

	/** Sees that all can be used, and waits for those that were lost. @throws Failure, Interrupted. */
	async revive(signal: AbortSignal): Promise<void> {
		for (const link of this.#links) {
			if ((await link.reopen(signal, this.announce)) && this.#load !== undefined) {
				// The former agent has brought back what it had set.
				await link.host.tune({action: 'apply', load: this.#load});
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
			this.#links.map(async ({name, host}) => {
				const {versions} = await host.facts();
				return versions.build === own
					? []
					: [
							`host ${name} has another build of deadweight (${versions.deadweight}, ${versions.build}) than this one (${own})`,
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
			this.#links.map(async link => {
				if (this.#load !== undefined) {
					await this.#restore(link);
				}

				await link.close();
			}),
		);
	}

	async #restore({name, host}: Link): Promise<void> {
		try {
			for (const each of await host.tune({action: 'restore'})) {
				if (each.outcome !== 'restored') {
					this.announce(`host ${name}: ${each.name} is ${each.outcome} (${each.why})`);
				}
			}
		} catch (error) {
			this.announce(
				`host ${name}: its sysctls were not brought back (${describe(error)}): its agent does it as it ends; where that was killed, deadweight tune restore on it does`,
			);
		}
	}

	/** Each way once. */
	get #links(): Link[] {
		const places = [this.server, this.load, ...this.dead].map(({link}) => link);
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
};

/**
 * Reaches all machines, and leaves nothing behind on them.
 * @throws Failure with a message for each that cannot be reached, before anything is changed.
 */
export async function withSite<T>(
	{inventory, guest, builds = []}: Where,
	announce: Announce,
	use: (site: Site) => Promise<T>,
): Promise<T> {
	const places = new Map<string, Place>();
	const placeOf = (told: LabHost): Place => {
		const place = places.get(told.name) ?? {link: new Link(told.name, connectTo(told)), told};
		places.set(told.name, place);
		return place;
	};
	const here: Place = {
		link:
			guest === undefined ? new Link('this machine', startLocalAgent) : new Link('guest', guest),
		told: undefined,
	};
	const others = new Map(
		builds.map(build => [build, new Link(build, () => startLocalAgent([agentOf(build), 'agent']))]),
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
	const links =
		inventory === undefined
			? [here.link, ...others.values()]
			: [...places.values()].map(each => each.link);
	try {
		const opened = await Promise.allSettled(
			links.map(async link => openTwice(link, guest !== undefined, announce)),
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
async function openTwice(link: Link, isGuest: boolean, announce: Announce): Promise<void> {
	try {
		await link.open();
	} catch (error) {
		if (!isGuest) {
			throw error;
		}

		announce(`${describe(error)}; it is tried once more`);
		await link.open();
	}
}

function connectTo({ssh, command}: LabHost) {
	return () => (ssh === null ? carryBy(command, ['agent']) : startSshAgent(ssh, command));
}
