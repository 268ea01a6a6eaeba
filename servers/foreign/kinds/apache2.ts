// Apache's httpd with its event MPM: one process, a thread for each request that is under way or not whole.
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {probeInstalled} from '../installed.js';
import type {Command, ForeignOptions} from '../kind.js';

/** Where Debian keeps its modules. */
const MODULES = '/usr/lib/apache2/modules';

/** All are there from the beginning, and take their memory: more than these would be what is measured. */
const MOST_THREADS = 4000;

export function probe() {
	const found = probeInstalled('apache2', ['-v'], {
		pattern: /Apache\/(\S+)/,
		debianPackage: 'apache2',
	});
	return found.ok && !existsSync(MODULES)
		? ({ok: false, reason: `${MODULES} is not there: this is not Debian's apache2`} as const)
		: found;
}

export function prepare(options: ForeignOptions): Command {
	const {folder, messageSize} = options;
	mkdirSync(join(folder, 'www'));
	writeFileSync(join(folder, 'www/index.html'), 'x'.repeat(messageSize));
	const file = join(folder, 'apache2.conf');
	writeFileSync(file, configuration(options));
	// One process that does not fork: its event loop and its threads are all of it.
	return ['apache2', '-X', '-f', file];
}

/**
 * The event MPM keeps whole requests apart from threads, and not the unterminated: each of those has a
 * thread until it ends (mod_reqtimeout, which would end it, is not loaded).
 */
function configuration({folder, address, port, backlog, maxConnections}: ForeignOptions): string {
	const modules = ['mpm_event', 'authz_core', 'dir']
		.map(name => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`)
		.join('\n');
	const threads = Math.min(maxConnections, MOST_THREADS);
	return `ServerRoot ${folder}
PidFile ${folder}/pid
DefaultRuntimeDir ${folder}
ServerName localhost
${modules}
Listen ${address}:${port}
ListenBackLog ${backlog}
ErrorLog ${folder}/error.log
LogLevel crit
DocumentRoot ${folder}/www
DirectoryIndex index.html
Timeout 86400
KeepAlive On
KeepAliveTimeout 86400
MaxKeepAliveRequests 0
ServerLimit 1
ThreadLimit ${threads}
ThreadsPerChild ${threads}
MaxRequestWorkers ${threads}
`;
}
