// A program that did not end in good order may have been broken before.
import type {PipetestGate} from '../judged.js';

export default {
	watches: 'that pipetest ended with status 0',
	check: ({badEnds}) => (badEnds.length > 0 ? badEnds.join('; ') : undefined),
} satisfies PipetestGate;
