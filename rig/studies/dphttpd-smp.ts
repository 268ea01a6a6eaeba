// The study of 2002 on a machine with several processors: up to 60 000 dead connections.
import {loadOf2002} from '../subjects/dphttpd/load-of-2002.js';
import type {DphttpdStudy} from '../run/study.js';

export default {
	subject: 'dphttpd',
	question: 'What does carrying N dead connections cost a server?',
	notMeasured: [
		'opening the dead connections (setupSeconds has it apart)',
		'more than one server process or thread: dphttpd is one of each, as in 2002',
		'an open load: each active connection sends its next request once it has its reply',
		'a network: on loopback, client and server share the work of the kernel',
	],
	factors: {
		dead: [
			0, 50, 100, 200, 400, 800, 1000, 5000, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000,
			45_000, 50_000, 55_000, 60_000,
		],
		mechanisms: 'all',
	},
	fixed: {
		...loadOf2002,
		serverCpus: 'its share',
	},
	repeats: 5,
	warmup: 1,
	duration: 5,
	plot: {scale: 'linear'},
} satisfies DphttpdStudy;
