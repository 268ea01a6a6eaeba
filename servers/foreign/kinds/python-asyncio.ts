// Python's asyncio: a protocol of a few lines, that answers each request with one write. One process, one thread.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {probeInstalled} from '../installed.js';
import type {Command, ForeignOptions} from '../kind.js';

export function probe() {
	return probeInstalled('python3', ['--version'], {
		pattern: /Python (\S+)/,
		debianPackage: 'python3',
	});
}

export function prepare(options: ForeignOptions): Command {
	const file = join(options.folder, 'server.py');
	writeFileSync(file, program(options));
	return ['python3', file];
}

/** It looks for the end of each request and reads no more of it: what asyncio costs, and no framework. */
function program({address, port, backlog, messageSize}: ForeignOptions): string {
	return `import asyncio
END = b'\\r\\n\\r\\n'
REPLY = (b'HTTP/1.1 200 OK\\r\\nServer: asyncio\\r\\nContent-Type: text/plain\\r\\n'
	b'Content-Length: ${messageSize}\\r\\n\\r\\n' + b'x' * ${messageSize})

class Http(asyncio.Protocol):
	rest = b''

	def connection_made(self, transport):
		self.transport = transport

	def data_received(self, data):
		*requests, self.rest = (self.rest + data).split(END)
		if requests:
			self.transport.write(REPLY * len(requests))

async def main():
	loop = asyncio.get_running_loop()
	server = await loop.create_server(Http, '${address}', ${port}, backlog=${backlog})
	await server.serve_forever()

asyncio.run(main())
`;
}
