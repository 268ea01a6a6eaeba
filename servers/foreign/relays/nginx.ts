// nginx's stream module: one process, no logs, and no more than that takes.
import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {formatEndpoint} from '../../../linux/address.js';
import type {Probe} from '../../../linux/poller.js';
import {probeInstalled} from '../installed.js';
import type {Command, ForeignOptions} from '../kind.js';

/** Where Debian has it. */
const MODULE = '/usr/lib/nginx/modules/ngx_stream_module.so';

/** A client takes two of its connections. */
const CONNECTIONS_EACH = 2;
/** Its listener, and its channel. */
const SPARE_CONNECTIONS = 64;

export function probe(): Probe {
	const found = probeInstalled('nginx', ['-v'], {
		pattern: /nginx\/(\S+)/,
		debianPackage: 'nginx-light libnginx-mod-stream',
	});
	return found.ok && !existsSync(MODULE)
		? {
				ok: false,
				reason: `nginx has no stream module at ${MODULE} (Debian: apt-get install libnginx-mod-stream)`,
			}
		: found;
}

export function prepare({folder, ...options}: ForeignOptions): Command {
	const {address, port, backlog, maxConnections, origin} = options;
	const file = join(folder, 'nginx.conf');
	writeFileSync(
		file,
		`load_module ${MODULE};
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections ${CONNECTIONS_EACH * maxConnections + SPARE_CONNECTIONS}; }
stream {
server {
listen ${formatEndpoint(address, port)} backlog=${backlog};
proxy_pass ${origin};
proxy_timeout 1d;
}
}
`,
	);
	return ['nginx', '-p', folder, '-c', file, '-e', 'stderr'];
}
