// Refuses more pipes than there can be, before any is made.
import {readdirSync} from 'node:fs';
import {descriptorLimit, numbersIn} from '../../linux/limits.js';
import type {NamedMechanism} from '../../linux/mechanisms.js';
import {RefusedError} from '../refusal.js';

/** Descriptors that the mechanism, and Node's own loop, may yet open. */
const SPARE = 16;

/**
 * Checks that `pipes` pipes fit under RLIMIT_NOFILE, two descriptors each, and under the mechanism's
 * own limit.
 * @throws RefusedError
 */
export function assertEnough(pipes: number, {name, probe}: NamedMechanism): void {
	const own = readdirSync('/proc/self/fd').length + SPARE;
	const needed = 2 * pipes + own;
	const most = descriptorLimit();
	if (needed > most) {
		const [ceiling = Infinity] = numbersIn('/proc/sys/fs/nr_open');
		const ulimit = `ulimit -n ${needed} (as root, where the hard limit is lower)`;
		throw new RefusedError({
			limit: 'RLIMIT_NOFILE',
			value: String(most),
			needed: String(needed),
			remedy: needed > ceiling ? `sysctl -w fs.nr_open=${needed}, then ${ulimit}` : ulimit,
			reason: `${pipes} pipes need ${needed} descriptors, two each and ${own} besides: RLIMIT_NOFILE is ${most}`,
		});
	}

	const limit = probe.ok ? probe.limit : undefined;
	const watched = limit?.ofNumbers === true ? needed : pipes;
	if (limit && watched > limit.descriptors) {
		throw new RefusedError({
			limit: limit.name,
			value: String(limit.descriptors),
			needed: String(watched),
			remedy: limit.reason,
			reason: `${name} cannot watch ${pipes} pipes: ${limit.name} is ${limit.descriptors}, needed are ${watched}`,
		});
	}
}
