// comparison.csv: a line for each point that was compared.
import type {Artefact} from '../artefacts.js';
import {comparisonCsv} from '../comparison-csv.js';

const artefact: Artefact = async ({comparison}) =>
	Promise.resolve(comparison ? {'comparison.csv': comparisonCsv(comparison)} : {});
export default artefact;
