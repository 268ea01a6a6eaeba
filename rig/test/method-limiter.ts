// A rate is the server's only where the server was what limited it.
import test from 'ava';
import {boundOf, capacityOf, type Shares} from '../method/statistics/limiter.js';

const cases: Array<[shares: Shares, bound: ReturnType<typeof boundOf>]> = [
	[{server: 0.99, client: 1}, 'exact'],
	[{server: 0.98, client: 0.98}, 'exact'],
	[{server: 0.95, client: 0.99}, 'at least'],
	[{server: 0.95, client: 0.93}, 'at least'],
	[{server: 0.95, client: 0.8}, 'exact'],
	[{server: 0.95, client: 0.8, clientWait: 0.15}, 'at least'],
	[{server: 0.5, client: 0.2}, 'at least'],
	[{server: 0.94, client: 0.6, serverWait: 0.06}, 'at least'],
	[{server: 0.99, client: 0.6, serverWait: 0.01}, 'exact'],
];
for (const [shares, bound] of cases) {
	test(`${JSON.stringify(shares)}: ${bound}`, t => {
		t.is(boundOf(shares), bound);
	});
}

test('capacity is what fills a processor', t => {
	t.is(capacityOf(5), 200_000);
});
