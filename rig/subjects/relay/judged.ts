// What is seen of a relay's cell, and what its gates judge.
import type {ProcessCounts} from '../../agent/protocol.js';
import type {LoadResult} from '../dphttpd/arguments/httperf.js';
import type {Gate} from '../gate.js';
import type {RelayReport, WireReport} from './arguments.js';
import type {RelayLevels} from './factors.js';

/** What was seen of a cell. */
export type RelaySeen = {
	readonly levels: RelayLevels;
	/** The relay before the load, as the window began and ended, and once the load was gone. */
	readonly before: RelayReport;
	readonly start: RelayReport;
	readonly end: RelayReport;
	readonly after: RelayReport;
	readonly process: {readonly start: ProcessCounts; readonly end: ProcessCounts};
	/** Undefined on loopback. */
	readonly wire: WireReport | undefined;
	readonly result: LoadResult;
};

/** What gates judge. */
export type JudgedRelay = RelaySeen & {
	/** What is wrong with the way in which programs ended. */
	readonly badEnds: readonly string[];
};

/** A gate of such cells. */
export type RelayGate = Gate<JudgedRelay>;
