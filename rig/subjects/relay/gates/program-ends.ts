// A program that did not end in good order may have been broken before.
import type {RelayGate} from '../judged.js';

export default {
	watches: 'that every program lived until it was told to end, and then ended with status 0',
	check: ({badEnds}) => (badEnds.length > 0 ? badEnds.join('; ') : undefined),
} satisfies RelayGate;
