// Guests that cannot be, or cannot boot: one message each, before anything is booted where that can be known.
import {existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {execa, execaSync} from 'execa';
import {findImage} from '../site/guest/image.js';
import {deadweight, runCli} from './helpers/cli.js';
import {guestTest, KERNEL, smallComparison, title} from './helpers/guests.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

guestTest(title('a panic: one message with the console line, after a second try'), async t => {
	t.timeout(300_000);
	const folder = join(temporaryFolder(t), 'out');
	const ran = await runCli(
		[
			...smallComparison,
			...[
				'--images',
				KERNEL,
				'--count',
				'time',
				'--dead',
				'0',
				'--boots',
				'1',
				'--append',
				'rdinit=/none',
			],
			...['--out', folder],
		],
		undefined,
		300_000,
	);
	t.is(ran.exitCode, 1);
	t.regex(ran.stderr, /it is tried once more/);
	t.regex(ran.stderr, /host guest cannot be used: .*its console ends with: .*Kernel panic/);
});

guestTest(
	title('a kernel that cannot unpack itself: told within seconds, and 125 for git bisect'),
	async t => {
		t.timeout(300_000);
		const folder = temporaryFolder(t);
		const {vmlinuz} = await findImage(KERNEL);
		const bytes = readFileSync(vmlinuz);
		bytes.fill(0x55, bytes.length / 2, bytes.length / 2 + 65_536);
		writeFileSync(join(folder, 'vmlinuz'), bytes);
		const ran = await runCli(
			[
				...smallComparison,
				...['--images', join(folder, 'vmlinuz'), '--count', 'time', '--dead', '0', '--boots', '1'],
				...['--fail-on', 'slower', '--out', join(folder, 'out')],
			],
			undefined,
			300_000,
		);
		t.is(ran.exitCode, 125, ran.stderr);
		t.regex(ran.stderr, /its kernel has halted at boot; its console ends with: .*System halted/);
	},
);

for (const option of [
	'boots=3',
	'accel=tcg',
	'append=quiet',
	'count=time',
	'effect=1%',
	'explain',
	'study=quick',
]) {
	test(`refused: --resume with --${option}, which is as it began`, async t => {
		const ran = await runCli(['kernels', '--resume', temporaryFolder(t), `--${option}`]);
		t.is(ran.exitCode, 2);
		t.regex(ran.stderr, /--resume does not go with --/);
	});
}

test('QEMU and busybox missing: both are told once, with their packages, before anything is fetched', async t => {
	const folder = temporaryFolder(t);
	const bin = join(folder, 'bin');
	mkdirSync(bin);
	for (const there of ['setpriv', 'chrt']) {
		symlinkSync(execaSync('sh', ['-c', `command -v ${there}`]).stdout, join(bin, there));
	}

	const {exitCode, stderr} = await execa(
		process.execPath,
		[deadweight, ...smallComparison, '--images', KERNEL, '--out', join(folder, 'out')],
		{env: {PATH: bin, XDG_CACHE_HOME: folder}, extendEnv: false, reject: false},
	);
	t.is(exitCode, 1);
	t.is(
		stderr,
		'deadweight: guests need qemu-system-x86_64, busybox, not here: apt-get install qemu-system-x86 busybox-static',
	);
	t.false(existsSync(join(folder, 'deadweight')));
});

const bad: Array<[string, (folder: string) => string[], number, RegExp]> = [
	['no kernel', () => [], 2, /--images takes one kernel or two/],
	['three kernels', () => ['--images', 'a,b,c'], 2, /--images takes one kernel or two/],
	[
		'a wrong path',
		() => ['--images', '/nowhere/vmlinuz'],
		2,
		/there is no kernel \/nowhere\/vmlinuz/,
	],
	[
		'a package that is none',
		() => ['--images', 'linux-image-0-none'],
		2,
		/have no linux-image-0-none/,
	],
	[
		'a tree that was not built',
		folder => ['--images', folder],
		2,
		/is no tree in which a kernel was built/,
	],
	[
		'an image of another architecture',
		folder => {
			// As the image of an arm64 kernel begins: its Documentation/arch/arm64/booting.rst.
			const image = Buffer.alloc(65_536);
			image.write('MZ@\xfa', 0, 'latin1');
			image.write('ARMd', 56, 'latin1');
			writeFileSync(join(folder, 'Image'), image);
			return ['--images', join(folder, 'Image')];
		},
		2,
		/is no kernel for x86-64/,
	],
	[
		'an image that was cut short',
		folder => {
			const whole = readFileSync('/proc/self/exe').subarray(0, 65_536);
			// The header of a bzImage: Documentation/arch/x86/boot.rst.
			whole.write('HdrS', 0x202, 'latin1');
			whole.writeUInt8(20, 0x1f1);
			whole.writeUInt32LE(100_000, 0x1f4);
			writeFileSync(join(folder, 'vmlinuz'), whole);
			return ['--images', join(folder, 'vmlinuz')];
		},
		2,
		/was cut short: .* has 65536 bytes, its header says 1610752/,
	],
	[
		'a ~ that the shell leaves',
		() => ['--images', '~/no-such-tree,~/no-other'],
		2,
		new RegExp(`there is no kernel ${homedir()}/no-such-tree`),
	],
	['a mechanism that nobody has', () => ['--images', KERNEL, '--mechanisms', 'smoke'], 2, /smoke/],
	[
		'a mechanism that the C twin lacks',
		() => ['--images', KERNEL, '--accel', 'tcg', '--mechanisms', 'select'],
		2,
		/the C twin of dphttpd has no mechanism select: --set code=typescript/,
	],
	[
		'too little memory to boot',
		() => ['--images', KERNEL, '--memory', '256'],
		2,
		/--memory must be a whole number of at least 512/,
	],
	[
		'instructions, on the real processor',
		() => ['--images', KERNEL, '--count', 'instructions', '--accel', 'kvm'],
		2,
		/only an emulated processor counts/,
	],
	[
		'a fault that is none, in B',
		() => ['--images', KERNEL, '--accel', 'tcg', '--inject-b', 'slow=abc'],
		2,
		/slow=abc: abc is no number of at least 0/,
	],
	[
		'functions, where times are compared',
		() => ['--images', KERNEL, '--count', 'time', '--accel', 'tcg', '--explain'],
		2,
		/--explain counts instructions: it goes with --count instructions only/,
	],
	[
		'an image that is none, under git bisect run',
		() => ['--images', '/nowhere/vmlinuz', '--fail-on', 'slower'],
		125,
		/there is no kernel \/nowhere\/vmlinuz/,
	],
	[
		'a verdict that is none, under git bisect run',
		() => ['--images', KERNEL, '--fail-on', 'worse'],
		125,
		/--fail-on worse is no verdict/,
	],
	[
		'no boots at once',
		() => ['--images', KERNEL, '--at-once', '0'],
		2,
		/--at-once must be a whole number/,
	],
	[
		'an image that is none, beside a commit that would be built',
		folder => {
			execaSync('git', ['-c', 'init.defaultBranch=main', 'init', '-q', folder]);
			return ['--images', `${folder}@HEAD,/nowhere/vmlinuz`];
		},
		2,
		/there is no kernel \/nowhere\/vmlinuz/,
	],
	[
		'a configuration, where no kernel is built',
		() => ['--images', KERNEL, '--kernel-config', 'none'],
		2,
		/--images needs a TREE@REF/,
	],
	[
		'more memory than there is',
		() => ['--images', KERNEL, '--memory', '99999999'],
		1,
		/a guest of 99999999 MiB does not fit/,
	],
];
for (const [name, args, status, message] of bad) {
	guestTest(title(`refused: ${name}`), async t => {
		t.timeout(120_000);
		const folder = temporaryFolder(t);
		const out = join(folder, 'out');
		const ran = await runCli(['kernels', '--dead', '0', ...args(folder), '--out', out]);
		t.is(ran.exitCode, status, ran.stderr);
		t.regex(ran.stderr, message);
		t.notRegex(ran.stderr, /^ +at /m);
		t.false(existsSync(out));
	});
}
