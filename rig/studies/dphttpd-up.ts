// The study of 2002 on a machine with one processor: the server on one CPU, up to 16 000 dead.
import {loadOf2002} from '../subjects/dphttpd/load-of-2002.js';
import type {DphttpdStudy} from '../run/study.js';

export default {
	subject: 'dphttpd',
	question: 'What does carrying N dead connections cost a server on one CPU?',
	notMeasured: [
		'opening the dead connections (setupSeconds has it apart)',
		'a machine with one processor: the clients have others, as they had machines of their own in 2002',
		'an open load: each active connection sends its next request once it has its reply',
		'a network: on loopback, client and server share the work of the kernel',
	],
	factors: {
		dead: [0, 50, 100, 200, 400, 800, 1000, 2000, 4000, 6000, 8000, 10_000, 12_000, 14_000, 16_000],
		mechanisms: 'all',
	},
	fixed: {
		...loadOf2002,
		serverCpus: 1,
	},
	repeats: 5,
	warmup: 1,
	duration: 5,
	plot: {scale: 'linear'},
} satisfies DphttpdStudy;
