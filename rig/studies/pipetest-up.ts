// pipetest as in 2002, on a machine with one processor: pinned to one.
import {pipesOf2002, tokensOf2002} from '../subjects/pipetest/pipes-of-2002.js';
import type {PipetestStudy} from '../run/study.js';

export default {
	...pipesOf2002,
	question: 'What does a wait cost on one CPU when N pipes are watched?',
	fixed: {...tokensOf2002, serverCpus: 1},
} satisfies PipetestStudy;
