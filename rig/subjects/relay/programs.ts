// The programs of a relay's cell.
import {moduleOf} from '../../../programs/command-of.js';
import type {ProgramFiles} from '../../agent/program-files.js';

export default {
	relay: moduleOf('servers/relay'),
	foreign: moduleOf('servers/foreign'),
	wire: moduleOf('clients/wire'),
	dphttpd: moduleOf('servers/dphttpd'),
	deadconn: moduleOf('clients/deadconn'),
	httperf: moduleOf('clients/httperf'),
} satisfies ProgramFiles;
