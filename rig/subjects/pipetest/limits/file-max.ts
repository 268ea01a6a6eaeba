// Open files of the whole machine: each pipe has two.
import {limitOfFiles} from '../../../site/budget/file-max.js';
import {PIPETEST_RESERVE} from '../reserve.js';

export default limitOfFiles(() => ({base: PIPETEST_RESERVE, each: 2}));
