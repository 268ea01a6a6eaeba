// comparison.csv: a line for each point that was compared.
import {stringify} from 'csv-stringify/sync';
import type {Compared} from '../../method/comparison.js';
import type {Artefact} from '../artefacts.js';
import type {Results} from '../results.js';

const artefact: Artefact = async ({comparison}) =>
	Promise.resolve(comparison ? {'comparison.csv': csvOf(comparison)} : {});
export default artefact;

function csvOf({comparison, words}: NonNullable<Results['comparison']>): string {
	return stringify(
		comparison.points.map(({name, x, measures}): Record<string, unknown> =>
			Object.fromEntries([
				['compared', name],
				[words.x, x],
				...words.measures.flatMap(measure =>
					Object.entries(columns(measure.column, measures[measure.name])),
				),
			]),
		),
		{header: true},
	);
}

function columns(name: string, compared: Compared | undefined) {
	return {
		[`${name}_ratio`]: compared?.value,
		[`${name}_ratio_low`]: compared?.low,
		[`${name}_ratio_high`]: compared?.high,
		[`${name}_ratio_n`]: compared?.n,
		[`${name}_verdict`]: compared?.verdict,
	};
}
