// summary.csv: a line for each point of a run.
import type {Artefact} from '../artefacts.js';
import {summaryCsv} from '../summary-csv.js';

const artefact: Artefact = async ({summary}) =>
	Promise.resolve(summary ? {'summary.csv': summaryCsv(summary)} : {});
export default artefact;
