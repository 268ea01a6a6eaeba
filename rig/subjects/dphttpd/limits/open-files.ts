// Descriptors of one process: the server cannot split itself, deadconn can.
import {limitOfDescriptors} from '../../../site/budget/open-files.js';
import {SERVER_RESERVE} from '../reserve.js';

export default limitOfDescriptors('the server', ({ends, active}) =>
	ends === 'client' ? undefined : {base: active + SERVER_RESERVE, each: 1},
);
