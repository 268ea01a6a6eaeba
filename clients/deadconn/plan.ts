// How N connections are shared among source addresses and processes, within the limits known.
import type {Options} from './arguments.js';
import {explain, type Situation} from './explain.js';
import {RefusedError} from '../refusal.js';
import {portsIn, type Limits} from './limits.js';

/** Who opens what. */
export type Plan = {
	/** Connections of each process; one entry: this process opens them itself. */
	readonly shares: readonly number[];
	/** Source addresses, used in turn; none: the kernel's choice. */
	readonly sources: readonly string[];
};

/** Processes that are started unasked. Each takes some 45 MB. */
const MAX_PROCESSES = 32;

/**
 * The part of an address's ports that is used where there are enough addresses: a quarter. connect()
 * tries every other port first (all of one parity), so that past half of the range each connection
 * searches long: 210 µs instead of 30 on Linux 6.18.
 */
const PORT_SHARE = 1 / 4;

/** 127.0.0.1 is left to the load; the rest of 127.0.0.0/16, without its .0 and .255 addresses. */
const FIRST_SOURCE = 1;
const LOOPBACK_SOURCES = 256 * 254 - FIRST_SOURCE;

/**
 * Plans `options.number` connections to the server at `address`.
 * @throws RefusedError where a limit that is known now stands against it.
 */
export function planConnections(options: Options, address: string, limits: Limits): Plan {
	const {number} = options;
	const sources = options.sources ?? chooseSources(address, number, portsIn(limits.ports));
	const processes = Math.min(
		options.processes ?? chooseProcesses(number, limits),
		Math.max(1, number),
	);
	const share = Math.ceil(number / processes);
	const situation: Situation = {...options, address, sources, share, limits, open: 0, closed: 0};

	if (share > limits.descriptors - limits.overhead) {
		throw new RefusedError(explain('EMFILE', situation));
	}

	if (number > Math.max(1, sources.length) * portsIn(limits.ports)) {
		throw new RefusedError(explain('EADDRNOTAVAIL', situation));
	}

	if (number > limits.watches) {
		throw new RefusedError(explain('ENOSPC', situation));
	}

	if (limits.files.open + number > limits.files.most) {
		throw new RefusedError(explain('ENFILE', situation));
	}

	return {shares: split(number, processes), sources};
}

function chooseSources(address: string, number: number, ports: number): string[] {
	const count = Math.ceil(number / Math.max(1, Math.floor(ports * PORT_SHARE)));
	if (count <= 1 || !address.startsWith('127.')) {
		return [];
	}

	return Array.from({length: Math.min(count, LOOPBACK_SOURCES)}, (_, index) => {
		const at = index + FIRST_SOURCE;
		return `127.0.${Math.floor(at / 254)}.${(at % 254) + 1}`;
	});
}

function chooseProcesses(number: number, {descriptors, overhead}: Limits): number {
	const needed = Math.ceil(number / Math.max(1, descriptors - overhead));
	return needed > MAX_PROCESSES ? 1 : Math.max(1, needed);
}

function split(number: number, processes: number): number[] {
	const endOf = (index: number) => Math.floor((number * index) / processes);
	return Array.from({length: processes}, (_, index) => endOf(index + 1) - endOf(index));
}
