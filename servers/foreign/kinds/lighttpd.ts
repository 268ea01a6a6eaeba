// lighttpd: one process with one thread, no logs, a small file from the kernel's cache.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {probeInstalled} from '../installed.js';
import type {Command, ForeignOptions} from '../kind.js';

/** The most that its settings of these kinds take: 16 bits, with a sign for times. */
const MOST_REQUESTS = 65_535;
const MOST_SECONDS = 32_767;
/** Descriptors beside the clients': files, logs, its own event queue. */
const SPARE_DESCRIPTORS = 64;

export function probe() {
	return probeInstalled('lighttpd', ['-v'], {
		pattern: /lighttpd\/(\S+)/,
		debianPackage: 'lighttpd',
	});
}

export function prepare(options: ForeignOptions): Command {
	const {folder, messageSize} = options;
	const file = join(folder, 'lighttpd.conf');
	writeFileSync(join(folder, 'body.txt'), 'x'.repeat(messageSize));
	writeFileSync(file, configuration(options));
	return ['lighttpd', '-D', '-f', file];
}

/** It has no reply that it makes itself: a static file is its shortest way. */
function configuration({folder, address, port, backlog, maxConnections}: ForeignOptions): string {
	return `server.document-root = "${folder}"
server.bind = "${address}"
server.port = ${port}
server.listen-backlog = ${backlog}
server.max-connections = ${maxConnections}
server.max-fds = ${2 * maxConnections + SPARE_DESCRIPTORS}
server.max-keep-alive-requests = ${MOST_REQUESTS}
server.max-keep-alive-idle = ${MOST_SECONDS}
server.max-read-idle = ${MOST_SECONDS}
server.max-write-idle = ${MOST_SECONDS}
index-file.names = ("body.txt")
mimetype.assign = (".txt" => "text/plain")
`;
}
