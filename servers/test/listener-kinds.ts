// Several servers on one port: every mechanism serves with every kind of listener, or says why not.
import {openPassage, sendDescriptor} from '../../linux/descriptor-passing.js';
import * as libc from '../../linux/libc.js';
import {acceptFrom, listenOn, portOf} from '../../linux/socket.js';
import {TestClient} from './helpers/client.js';
import {eachMechanism} from './helpers/each-mechanism.js';
import {TestServer} from './helpers/server.js';

const SERVERS = 2;
const CLIENTS = 6;

/** Who waits for one listening socket beside others, and is woken alone. */
const exclusive = ['epoll', 'epoll-et', 'io_uring'];
/** Who cannot wait otherwise. */
const onlyExclusive = ['io_uring'];

for (const listening of ['shared', 'exclusive'] as const) {
	eachMechanism(`several servers, one listening socket, ${listening}`, (t, mechanism) => {
		const isThere =
			listening === 'exclusive'
				? exclusive.includes(mechanism.name)
				: !onlyExclusive.includes(mechanism.name);
		const fd = listenOn('127.0.0.1', 0, 64);
		try {
			if (isThere) {
				using servers = new Servers(() => new TestServer(mechanism, {listener: {fd, listening}}));
				t.is(servers.serve(portOf(fd)), CLIENTS);
				t.is(servers.accepted, CLIENTS);
			} else {
				t.throws(() => new TestServer(mechanism, {listener: {fd, listening}}), {
					message: /exclusive.*--listener/,
				});
			}
		} finally {
			libc.close(fd);
		}
	});
}

eachMechanism('several servers, connections that are handed over', (t, mechanism) => {
	const fd = listenOn('127.0.0.1', 0, 64);
	const passages = Array.from({length: SERVERS}, () => openPassage());
	{
		using servers = new Servers(
			index =>
				new TestServer(mechanism, {
					listener: {fd: passages[index]?.[1] ?? -1, listening: 'handed'},
				}),
		);
		const hand = (connection: number, index: number) => {
			t.is(sendDescriptor(passages[index % SERVERS]?.[0] ?? -1, connection), 0);
			libc.close(connection);
		};
		t.is(servers.serve(portOf(fd), {fd, give: hand}), CLIENTS);
		t.deepEqual(servers.shares, [CLIENTS / SERVERS, CLIENTS / SERVERS]);
	}

	for (const each of [fd, ...passages.flat()]) {
		libc.close(each);
	}
});

eachMechanism(
	'several servers, connections that were accepted by a wait of their own',
	(t, mechanism) => {
		const fd = listenOn('127.0.0.1', 0, 64);
		{
			using servers = new Servers(() => new TestServer(mechanism, {listener: 'adopted'}));
			const adopt = (connection: number, index: number) => {
				servers.all[index % SERVERS]?.backend.adopt(connection);
			};
			t.is(servers.serve(portOf(fd), {fd, give: adopt}), CLIENTS);
			t.deepEqual(servers.shares, [CLIENTS / SERVERS, CLIENTS / SERVERS]);
		}

		libc.close(fd);
	},
);

/** Servers that turn in turns. */
class Servers {
	readonly all: TestServer[];

	constructor(open: (index: number) => TestServer) {
		this.all = Array.from({length: SERVERS}, (_, index) => open(index));
	}

	get shares(): number[] {
		return this.all.map(({backend}) => backend.counters.accepted);
	}

	get accepted(): number {
		return this.shares.reduce((sum, share) => sum + share, 0);
	}

	/** How many clients are answered; `by` accepts for the servers, and gives them the connections. */
	serve(port: number, by?: {fd: number; give: (fd: number, index: number) => void}): number {
		const clients = Array.from({length: CLIENTS}, () => new TestClient(port));
		if (by) {
			for (const index of clients.keys()) {
				by.give(acceptFrom(by.fd), index);
			}
		}

		for (const client of clients) {
			client.send('GET / HTTP/1.1\r\n\r\n');
		}

		const replies = () => clients.reduce((sum, client) => sum + client.replies(), 0);
		for (let turn = 0; turn < 500 && replies() < CLIENTS; turn++) {
			for (const {backend} of this.all) {
				backend.turn(3);
			}
		}

		const come = replies();
		for (const client of clients) {
			client.close();
		}

		return come;
	}

	[Symbol.dispose](): void {
		for (const server of this.all) {
			server[Symbol.dispose]();
		}
	}
}
