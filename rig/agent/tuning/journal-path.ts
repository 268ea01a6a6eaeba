// Where journals of changes are kept.
import {join} from 'node:path';
import {networkNamespace} from '../network.js';
import {stateFolder} from '../../record/state-folder.js';

/** The journal of deadweight tune, or that of a run, in this network namespace. */
export function journalPath(whose: 'tune' | 'run'): string {
	return join(stateFolder(), `tuning-${networkNamespace()}${whose === 'run' ? '-run' : ''}.ndjson`);
}
