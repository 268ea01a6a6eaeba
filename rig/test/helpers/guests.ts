// Guests in tests: where they can be had, and the smallest comparison of kernels.
import test from 'ava';
import {execaSync} from 'execa';

/** Leads to the newest kernel of this release of Debian. */
export const KERNEL = 'linux-image-cloud-amd64';

const obstacle = findObstacle();
/** Tests that take a guest. */
export const guestTest = obstacle === undefined ? test.serial : test.skip;
/** A test's title, with what is missing where it is skipped. */
export const title = (name: string) =>
	obstacle === undefined ? name : `${name} (skipped: ${obstacle})`;

/** What the counts of a guest depend on: its kernel, the emulated processor, compiler and library of the C twins, busybox. */
export function describeCounted(): string {
	const said = (file: string, ...args: string[]) => execaSync(file, args, {reject: false}).stdout;
	const [kernel = KERNEL] =
		/linux-image-\d[^ ]*-amd64/.exec(said('apt-cache', 'depends', KERNEL)) ?? [];
	const [, version] = /^Version: (.*)/m.exec(said('apt-cache', 'show', kernel)) ?? [];
	const [, qemu] = /version (\d+\.\d+)/.exec(said('qemu-system-x86_64', '--version')) ?? [];
	const others = ['libc6-dev', 'busybox-static'].map(
		name => `${name} ${said('dpkg-query', '-W', '-f', '${Version}', name)}`,
	);
	const compiler = `cc ${said('cc', '-dumpfullversion')}`;
	return [`Linux ${version ?? '?'}`, `QEMU ${qemu ?? '?'}`, compiler, ...others].join(', ');
}

function findObstacle(): string | undefined {
	const missing = ['qemu-system-x86_64', 'busybox', 'apt-get', 'dpkg-deb'].filter(
		program => execaSync('sh', ['-c', `command -v ${program}`], {reject: false}).exitCode !== 0,
	);
	if (missing.length > 0) {
		return `no ${missing.join(', ')} here; apt-get install qemu-system-x86 busybox-static`;
	}

	return execaSync('apt-cache', ['show', KERNEL], {reject: false}).exitCode === 0
		? undefined
		: `the package sources here have no ${KERNEL}`;
}

/** A cell of epoll in each guest for each number of dead connections. */
export const smallComparison = [
	...['kernels', '--accel', 'tcg', '--study', 'quick', '--mechanisms', 'epoll'],
	...['--repeats', '1', '--retries', '0'],
];
