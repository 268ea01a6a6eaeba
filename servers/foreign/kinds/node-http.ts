// Node's own http server: one process, no logs, no timeouts.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Command, ForeignOptions} from '../kind.js';

export function probe() {
	return {ok: true, note: `version ${process.versions.node}`} as const;
}

export function prepare(options: ForeignOptions): Command {
	const file = join(options.folder, 'server.mjs');
	writeFileSync(file, program(options));
	return [process.execPath, file];
}

/** Of its timeouts 0 is none: what is idle or unterminated stays. */
function program({address, port, backlog, messageSize}: ForeignOptions): string {
	return `import {createServer} from 'node:http';
const body = 'x'.repeat(${messageSize});
const headers = {'Content-Type': 'text/plain', 'Content-Length': body.length};
const timeouts = {requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0};
createServer(timeouts, (request, response) => {
	response.writeHead(200, headers).end(body);
}).listen({host: '${address}', port: ${port}, backlog: ${backlog}});
`;
}
