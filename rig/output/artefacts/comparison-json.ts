// comparison.json: what --json prints of a comparison.
import {toDocument} from '../../record/json.js';
import type {Artefact} from '../artefacts.js';

const artefact: Artefact = async ({document}) =>
	Promise.resolve(document ? {'comparison.json': toDocument(document)} : {});
export default artefact;
