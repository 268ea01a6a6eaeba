// The study of 2002 in under three minutes: few points, short windows.
import {loadOf2002} from '../subjects/dphttpd/load-of-2002.js';
import type {DphttpdStudy} from '../run/study.js';

export default {
	subject: 'dphttpd',
	question: 'What does carrying N dead connections cost a server? (quick look)',
	notMeasured: [
		'small differences: windows of a second find factors, not per cents (dphttpd-up does better)',
		'opening the dead connections (setupSeconds has it apart)',
		'an open load: each active connection sends its next request once it has its reply',
		'a network: on loopback, client and server share the work of the kernel',
	],
	factors: {
		dead: [0, 800, 5000, 10_000, 15_000],
		mechanisms: ['select', 'poll', 'epoll', 'io_uring'],
	},
	fixed: {
		...loadOf2002,
		// The ramp-up is outside the window: here it takes 0.1 s and not the study's second.
		rate: 1000,
		serverCpus: 1,
	},
	repeats: 3,
	warmup: 0.7,
	duration: 1,
	plot: {scale: 'linear'},
} satisfies DphttpdStudy;
