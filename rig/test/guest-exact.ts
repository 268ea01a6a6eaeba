// What a guest counts is exact: nothing of the machine below is in it.
import {bootClosedGuest, makeClosedGuest} from './helpers/closed-guest.js';
import {describeCounted, guestTest, KERNEL, title} from './helpers/guests.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

/** Nanoseconds of the server, which are instructions, and its replies: by what they depend on. */
const counted: Readonly<Record<string, string>> = {
	'Linux 6.1.192-2, QEMU 7.2, cc 12.2.0, libc6-dev 2.36-9+deb12u14, busybox-static 1:1.35.0-4+deb12u1+b1':
		'51390817 / 4300',
};
const parts = describeCounted();
const held = counted[parts];

const DEAD = 1000;
/** epoll with dead connections, under the load in rounds. The load's window begins and ends when it is told to. */
const script = `
mkfifo /tmp/ask
dphttpd epoll 8080 phased < /tmp/ask > /tmp/said &
server=$!
exec 3> /tmp/ask
until grep -q ready /tmp/said; do sleep 0.01; done
{ sleep 10; } | deadconn 8080 ${DEAD} 1 > /tmp/dead &
until grep -q ready /tmp/dead; do sleep 0.01; done
{ sleep 0.1; echo; sleep 0.2; echo; sleep 0.1; } | httperf 8080 100 0.05 0.1 $server
echo >&3
until grep -q report /tmp/said; do sleep 0.01; done
cat /tmp/said
`;

guestTest(
	title(
		`a guest that nothing reaches says the same to the last byte, beside another and with another seed${held === undefined ? ` (its count is not held: none is known of ${parts})` : ', and counts as on any host'}`,
	),
	async t => {
		t.timeout(600_000);
		const initramfs = await makeClosedGuest(temporaryFolder(t), script);
		const [first = '', second] = await Promise.all(
			[1, 2].map(async seed => bootClosedGuest(KERNEL, initramfs, seed)),
		);
		t.true(first.includes(`"connections":{"now":${DEAD}}`), first.slice(-1000));
		t.is(second, first);
		const [, replies = 0, instructions = 0] =
			/"replies":(\d+),"rate".*"server":\{"nanoseconds":(\d+)\}/.exec(first) ?? [];
		const count = `${instructions} / ${replies}`;
		t.log(`${count} = ${Number(instructions) / Number(replies)} instructions a reply`);
		t.is(count, held ?? count);
	},
);
