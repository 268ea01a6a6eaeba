// Descriptors of one process: each pipe has two.
import {limitOfDescriptors} from '../../../site/budget/open-files.js';
import {PIPETEST_RESERVE} from '../reserve.js';

export default limitOfDescriptors('pipetest', () => ({base: PIPETEST_RESERVE, each: 2}));
