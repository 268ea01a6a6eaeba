// httperf with few descriptors: prlimit(1) lowers its RLIMIT_NOFILE before it starts.
import {spawn} from 'node:child_process';
import programFiles from '../../subjects/dphttpd/programs.js';

const FILES = 60;
const httperf = spawn(
	'prlimit',
	[`--nofile=${FILES}:${FILES}`, process.execPath, programFiles.httperf, ...process.argv.slice(2)],
	{stdio: 'inherit'},
);
httperf.on('exit', code => process.exit(code ?? 1));
