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
	const {folder} = options;
	const file = join(folder, 'Caddyfile');
	writeFileSync(file, configuration(options));
	// It keeps its last configuration, and would in the home of whoever calls it.
	const home = ['XDG_CONFIG_HOME', 'XDG_DATA_HOME'].map(name => `${name}=${folder}`);
	return ['env', ...home, 'caddy', 'run', '--config', file, '--adapter', 'caddyfile'];
}

/** Go's net/http listens with the backlog that the kernel allows (net.core.somaxconn). */
function configuration({folder, address, port, messageSize}: ForeignOptions): string {
	return `{
	admin off
	auto_https off
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
