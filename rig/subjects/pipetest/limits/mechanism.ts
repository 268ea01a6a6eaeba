// The mechanism's own limit, for pipes: one end of each is watched.
import {limitOfMechanism} from '../../../site/budget/mechanism.js';
import {PIPETEST_RESERVE} from '../reserve.js';

export default limitOfMechanism({reserve: PIPETEST_RESERVE, each: 2});
