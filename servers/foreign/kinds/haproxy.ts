// HAProxy: one process, one thread, no logs, a reply that it makes itself.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {formatEndpoint} from '../../../linux/address.js';
import {ask} from '../ask.js';
import {probeInstalled} from '../installed.js';
import type {ForeignCounts, ForeignOptions} from '../kind.js';

/** Its usual buffer, in which a whole reply must have room beside its header. */
const BUFFER_BYTES = 16_384;

const NAME = 'deadweight';

export function probe() {
	return probeInstalled('haproxy', ['-v'], {
		pattern: /version (\S+)/,
		debianPackage: 'haproxy',
	});
}

export function prepare(options: ForeignOptions): readonly [string, ...string[]] {
	const {folder, messageSize} = options;
	writeFileSync(join(folder, 'body'), 'x'.repeat(messageSize));
	const file = join(folder, 'haproxy.cfg');
	writeFileSync(file, configuration(options));
	return ['haproxy', '-db', '-f', file];
}

/** What its frontend counts (HAProxy's management guide, "show stat"). */
export async function count(folder: string): Promise<ForeignCounts> {
	const answer = await ask(socketOf(folder), `show stat ${NAME} 1 -1\n`);
	const [names = [], values = []] = answer.split('\n').map(line => line.split(','));
	const field = (name: string): number => {
		const value = values[names.indexOf(name)];
		if (value === undefined || value === '') {
			throw new Error(`HAProxy tells no ${name}: ${answer.slice(0, 200)}`);
		}

		return Number(value);
	};
	return {
		replies: field('hrsp_2xx'),
		connections: {now: field('scur'), accepted: field('stot')},
	};
}

/**
 * A proxy reckons with two descriptors a connection, and refuses to begin with fewer (strict-limits,
 * HAProxy 2.3): a frontend that answers by itself has one.
 */
function configuration(options: ForeignOptions): string {
	const {folder, address, port, backlog, messageSize, maxConnections} = options;
	return `global
maxconn ${maxConnections}
nbthread 1
no strict-limits
tune.bufsize ${BUFFER_BYTES + messageSize}
stats socket ${socketOf(folder)} mode 600 level user
defaults
mode http
timeout connect 10s
timeout client 1d
timeout server 1d
timeout http-request 1d
timeout http-keep-alive 1d
frontend ${NAME}
bind ${formatEndpoint(address, port)}
maxconn ${maxConnections}
backlog ${backlog}
http-request return status 200 content-type text/plain file ${folder}/body
`;
}

function socketOf(folder: string): string {
	return join(folder, 'counts.sock');
}
