// What the cells of a run have in common.
import type {Host} from '../hosts/host.js';
import type {Settings} from '../plan/settings.js';
import type {Topology} from '../plan/topology.js';

/** The hosts by role: on one machine, one agent has all three. */
export type Hosts = {readonly server: Host; readonly load: Host; readonly dead: Host};

/** Where and how cells run. */
export type CellSetting = {
	readonly hosts: Hosts;
	/** The server's, as the clients reach it. */
	readonly address: string;
	readonly settings: Settings;
	readonly topology: Topology;
	/** Aborted when the run is to stop. */
	readonly signal: AbortSignal;
};
