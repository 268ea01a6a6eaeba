// Addresses of both families, as the kernel takes them; and what is read of a machine that is not this one.
import test from 'ava';
import {bytesOf, formatEndpoint, isAddress} from '../address.js';
import {findAddress} from '../find-address.js';
import {explainForbidden} from '../io-uring/map.js';
import {pageBytesIn} from '../resident-memory.js';
import {holdPort, listenOn, portOf} from '../socket.js';
import {close} from '../libc.js';

test('the bytes of an address', t => {
	t.deepEqual(bytesOf('192.0.2.1'), [192, 0, 2, 1]);
	const six = (text: string) => Buffer.from(bytesOf(text)).toString('hex');
	t.is(six('::'), '0'.repeat(32));
	t.is(six('::1'), `${'0'.repeat(31)}1`);
	t.is(six('2001:db8::a:0:1'), '20010db8000000000000000a00000001');
	t.is(six('1:2:3:4:5:6:7:8'), '00010002000300040005000600070008');
	t.is(six('::ffff:192.0.2.1'), '00000000000000000000ffffc0000201');
	t.is(six('fe80::'), `fe80${'0'.repeat(28)}`);
	for (const text of ['localhost', '1.2.3', '1.2.3.256', ':::', 'fe80::1%lo', '']) {
		t.false(isAddress(text), text);
		t.throws(() => bytesOf(text), {instanceOf: TypeError});
	}

	t.is(formatEndpoint('::1', 80), '[::1]:80');
});

test('localhost is where something listens', async t => {
	let six;
	try {
		six = listenOn('::1', 0, 1);
	} catch {
		t.log('there is no ::1 here');
		t.pass();
		return;
	}

	const port = portOf(six);
	t.is(await findAddress('localhost', port), '::1');
	close(six);
	const four = holdPort('127.0.0.1', 0);
	t.is(await findAddress('localhost', portOf(four)), '127.0.0.1');
	close(four);
	t.is(await findAddress('no.such.invalid', 80), undefined);
});

test('pages are as large as the auxiliary vector says', t => {
	const vector = Buffer.alloc(48);
	vector.writeBigUInt64LE(33n, 0);
	vector.writeBigUInt64LE(6n, 16);
	vector.writeBigUInt64LE(65_536n, 24);
	t.is(pageBytesIn(vector), 65_536);
});

test('who forbids io_uring decides what allows it', t => {
	t.regex(explainForbidden('0'), /sandbox.*io_uring_setup.*seccomp=unconfined/);
	t.regex(explainForbidden(undefined), /sandbox/);
	t.regex(explainForbidden('1'), /io_uring_group/);
	t.regex(explainForbidden('2'), /off for all; sysctl -w kernel\.io_uring_disabled=0/);
});
