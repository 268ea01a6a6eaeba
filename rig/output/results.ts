// What artefacts are made of, the same for runs, duets, comparisons and kernels.
import type {Chart} from '../../plots/chart.js';
import type {Comparison} from '../method/comparison.js';
import type {CurveSummary} from '../method/curves.js';
import type {ComparisonWords} from './comparison-table.js';
import type {LawWords} from './law-table.js';
import type {Section} from './report/page.js';
import type {SummaryParts} from './summary-table.js';

/** A graph, and the name of its files without their endings. */
export type NamedGraph = {readonly name: string; readonly graph: Chart};

/** Results that have been summed up. */
export type Results = {
	/** Of the report. */
	readonly title: string;
	/** What it comes to, in sentences. */
	readonly headline: readonly string[];
	/** Where and when it was measured. */
	readonly lines: readonly string[];
	readonly graphs: readonly NamedGraph[];
	/** Of the report, after its graphs. */
	readonly sections: readonly Section[];
	/** Points with their laws: none of a comparison. */
	readonly summary?:
		| (SummaryParts & {
				readonly curves: readonly CurveSummary[];
				readonly laws: LawWords;
		  })
		| undefined;
	readonly comparison?:
		| {
				readonly comparison: Comparison;
				readonly words: ComparisonWords;
		  }
		| undefined;
	/** What --json prints of a comparison, kept beside it. */
	readonly document?: object | undefined;
};

/** What is printed of results, for people and for programs, and what their files are made of. */
export type Conclusion = {
	readonly results: Results;
	/** For people, without the files. */
	readonly lines: readonly string[];
	/** For programs. */
	readonly document: object;
	readonly comparison: Comparison | undefined;
};
