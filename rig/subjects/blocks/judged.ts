// What was seen of a cell of blocks, and what its gates judge.
import type {z} from 'zod';
import type {ProcessCounts} from '../../agent/protocol.js';
import type {Gate} from '../gate.js';
import type {loadResult, serverReport} from './arguments.js';

/** The server at one moment: by its own count, and by its kernel's. */
export type Snapshot = {
	readonly report: z.infer<typeof serverReport>;
	readonly process: ProcessCounts;
};

/** What was seen of a cell before its programs have ended. */
export type BlocksSeen = {
	readonly transport: string;
	readonly security: string;
	/** Where TLS is spoken: version, key exchange, cipher and library. */
	readonly cipher: string | undefined;
	/** The share of the time between the two snapshots in which it was loaded: the rest was the other side's. */
	readonly loadedShare: number;
	/** Before the load: replies of an earlier load, where there was one. */
	readonly before: z.infer<typeof serverReport>;
	/** When the window began, and when it ended. */
	readonly start: Snapshot;
	readonly end: Snapshot;
	/** When the load had ended. */
	readonly last: z.infer<typeof serverReport>;
	readonly result: z.infer<typeof loadResult>;
};

/** What gates judge. */
export type JudgedBlocks = BlocksSeen & {
	/** What is wrong with the way in which programs ended. */
	readonly badEnds: readonly string[];
	/** The share of the window in which the server had a processor. */
	readonly serverShare: number;
};

/** A gate of such cells. */
export type BlocksGate = Gate<JudgedBlocks>;
