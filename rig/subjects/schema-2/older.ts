// What results of schema 2 held, and what a subject knows of its own.
import type {Reason} from '../../method/cell.js';
import type {Level} from '../../method/factor.js';

/** What settings of schema 2 had of every subject. */
export type Settings2 = {
	readonly subject: string;
	readonly study: string;
	readonly question: string;
	readonly notMeasured: string[];
	readonly mechanisms: string[];
	readonly counts: number[];
	readonly repeats: number;
	readonly duration: number;
	readonly paper: boolean;
	readonly seed: number;
	readonly scale: 'linear' | 'log';
	readonly grows?: boolean;
	readonly [name: string]: unknown;
};

/** What rows of schema 2 had of every subject. */
export type Figures2 = {
	readonly rate: number;
	readonly cpuUserUs: number;
	readonly cpuSystemUs: number;
	readonly waits?: number;
	readonly memory?: {readonly slab: number; readonly rss: number};
	readonly detail: Readonly<Record<string, unknown>>;
};

/** What a subject knows of its own results of schema 2. */
export type Older = {
	/** The factor that `counts` are levels of. */
	readonly population: string;
	/** Factors that did not vary. */
	readonly set: (settings: Settings2) => Record<string, Level>;
	readonly measures: (figures: Figures2) => Record<string, number>;
	/** Its reasons, as gates of today would find them. */
	readonly reasons?: (reasons: readonly Reason[], figures: Figures2) => Reason[];
	readonly beside: readonly string[];
	readonly published: string;
};
