// Descriptors of one process: each client of the relay costs it two.
import {limitOfDescriptors} from '../../../site/budget/open-files.js';
import {RELAY_RESERVE} from '../reserve.js';

export default limitOfDescriptors('the relay', ({ends}) =>
	ends === 'client' ? undefined : {base: RELAY_RESERVE, each: 2},
);
