// HAProxy in tcp mode: one process, one thread, no logs, and no more than that takes.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {formatEndpoint} from '../../../linux/address.js';
import type {Command, ForeignOptions} from '../kind.js';
import {probe} from '../kinds/haproxy.js';

export {probe};

/** `no strict-limits`: it would refuse to begin where it cannot have all of its descriptors (HAProxy 2.3). */
export function prepare({folder, ...options}: ForeignOptions): Command {
	const {address, port, backlog, maxConnections, origin} = options;
	const file = join(folder, 'haproxy.cfg');
	writeFileSync(
		file,
		`global
maxconn ${maxConnections}
nbthread 1
no strict-limits
defaults
mode tcp
timeout connect 10s
timeout client 1d
timeout server 1d
listen relay
bind ${formatEndpoint(address, port)}
maxconn ${maxConnections}
backlog ${backlog}
server origin ${origin}
`,
	);
	return ['haproxy', '-db', '-f', file];
}
