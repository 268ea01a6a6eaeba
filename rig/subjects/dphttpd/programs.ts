// The programs of a dphttpd cell.
import {moduleOf} from '../../../programs/command-of.js';
import {type ProgramFiles, TWINS} from '../../agent/program-files.js';

export default {
	dphttpd: moduleOf('servers/dphttpd'),
	'dphttpd-twin': `${TWINS}/dphttpd`,
	'dphttpd-ring-twin': `${TWINS}/dphttpd-ring`,
	'httperf-twin': `${TWINS}/httperf`,
	'deadconn-twin': `${TWINS}/deadconn`,
	foreign: moduleOf('servers/foreign'),
	deadconn: moduleOf('clients/deadconn'),
	httperf: moduleOf('clients/httperf'),
	duet: moduleOf('clients/httperf/duet'),
	hog: moduleOf('clients/hog'),
} satisfies ProgramFiles;
