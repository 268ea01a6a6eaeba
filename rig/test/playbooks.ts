// The playbooks by themselves: what Ansible and its linter say of them.
import test, {type ExecutionContext} from 'ava';
import {execa, execaSync} from 'execa';
import {fileURLToPath} from 'node:url';

const cwd = fileURLToPath(new URL('../../../ansible/', import.meta.url));
const playbooks = ['site.yml', 'restore.yml', 'kernel.yml'];

/** A test that needs a program of Debian's. */
function testWith(
	program: string,
	name: string,
	run: (t: ExecutionContext) => Promise<void>,
): void {
	if (execaSync(program, ['--version'], {reject: false}).exitCode === 0) {
		test.serial(name, run);
	} else {
		test.skip(`${name} (skipped: no ${program} here)`, run);
	}
}

testWith(
	'ansible-lint',
	'ansible-lint has nothing against them, in its production profile',
	async t => {
		t.timeout(120_000);
		const {exitCode, all} = await execa('ansible-lint', ['--profile', 'production', ...playbooks], {
			cwd,
			all: true,
			reject: false,
		});
		t.is(exitCode, 0, all);
	},
);

testWith(
	'ansible-playbook',
	'their syntax is good, and the example names their groups',
	async t => {
		for (const playbook of playbooks) {
			const args = ['--syntax-check', '-i', 'inventory.example.yml', playbook];
			const {exitCode, all} = await execa('ansible-playbook', args, {
				cwd,
				all: true,
				reject: false,
			});
			t.is(exitCode, 0, all);
			t.notRegex(all, /WARNING.*Could not match/);
		}
	},
);
