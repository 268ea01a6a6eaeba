// A program that did not end in good order may have been broken before.
import type {BlocksGate} from '../judged.js';

export default {
	watches: 'that both programs lived until they were told to end, and then ended with status 0',
	check: ({badEnds}) => (badEnds.length > 0 ? badEnds.join('; ') : undefined),
} satisfies BlocksGate;
