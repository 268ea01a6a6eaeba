// A program that did not end in good order may have been broken before.
import type {DphttpdGate} from '../judged.js';

export default {
	watches: 'that every program lived until it was told to end, and then ended with status 0',
	check: ({seen: {badEnds}}) => (badEnds.length > 0 ? badEnds.join('; ') : undefined),
} satisfies DphttpdGate;
