// What the gates of a pipetest cell judge.
import type {z} from 'zod';
import type {Gate} from '../gate.js';
import type {PipetestSettings} from '../../run/settings.js';
import type {pipetestResult} from './program.js';

/** What was seen of a cell. */
export type PipetestSeen = {
	readonly settings: PipetestSettings;
	readonly result: z.infer<typeof pipetestResult>;
	/** What is wrong with the way in which the program ended. */
	readonly badEnds: readonly string[];
};

/** A gate of such cells. */
export type PipetestGate = Gate<PipetestSeen & {readonly cpuShare: number}>;
