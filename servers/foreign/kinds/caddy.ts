// Caddy: one process of Go with as many threads as it has processors, no logs, a reply that it makes itself.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {probeInstalled} from '../installed.js';
import type {Command, ForeignOptions} from '../kind.js';

export function probe() {
	return probeInstalled('caddy', ['version'], {
		pattern: /^v?(\d\S*)/m,
		debianPackage: 'caddy',
	});
}

export function prepare(options: ForeignOptions): Command {
	const file = join(options.folder, 'Caddyfile');
	writeFileSync(file, configuration(options));
	return ['caddy', 'run', '--config', file, '--adapter', 'caddyfile'];
}

/** Go's net/http listens with the backlog that the kernel allows (net.core.somaxconn). */
function configuration({folder, address, port, messageSize}: ForeignOptions): string {
	return `{
	admin off
	auto_https off
	persist_config off
	storage file_system ${folder}
	log {
		level ERROR
	}
	servers {
		timeouts {
			read_header 24h
			idle 24h
		}
	}
}
http://:${port} {
	bind ${address}
	respond "${'x'.repeat(messageSize)}"
}
`;
}
