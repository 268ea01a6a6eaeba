// What the gates of a pipetest cell judge.
import type {z} from 'zod';
import type {Gate} from '../gate.js';
import type {pipetestResult} from './arguments.js';
import type {PipetestLevels} from './factors.js';

/** What was seen of a cell. */
export type PipetestSeen = {
	readonly levels: PipetestLevels;
	readonly result: z.infer<typeof pipetestResult>;
};

/** What gates judge. */
export type JudgedPasses = PipetestSeen & {
	/** What is wrong with the way in which the program ended. */
	readonly badEnds: readonly string[];
	/** The share of the time in which it had a processor. */
	readonly cpuShare: number;
};

/** A gate of such cells. */
export type PipetestGate = Gate<JudgedPasses>;
