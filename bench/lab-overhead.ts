// What ssh and agents elsewhere add to a sweep: the same one in a lab of namespaces and on this machine.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {median} from 'simple-statistics';
import {NamespaceLab, noLab} from '../rig/test/helpers/lab.js';

/** What it is told. */
export type LabOptions = {
	/** Of the dead population. */
	readonly dead: number;
	/** Sweeps of each kind, in turn. */
	readonly pairs: number;
};

/** Prints the wall time of a sweep in the lab over that of the same sweep here, pair by pair. */
export async function compareLab({dead, pairs}: LabOptions): Promise<void> {
	if (noLab !== undefined) {
		throw new Error(noLab);
	}

	const names = ['s1', 'l1', 'd1', 'd2'];
	const lab = new NamespaceLab(mkdtempSync(join(tmpdir(), 'deadweight-bench-')));
	try {
		await lab.build(names);
		names.forEach(name => {
			lab.install(name);
		});
		const inventory = lab.writeInventory('lab.yml', {
			server: ['s1'],
			load: ['l1'],
			dead: ['d1', 'd2'],
		});
		const sweep = [
			'run',
			'dphttpd-smp',
			'--dead',
			`0,${dead}`,
			'--mechanisms',
			'poll,epoll',
			'--repeats',
			'1',
		];
		const ratios: number[] = [];
		for (let pair = 0; pair < pairs; pair++) {
			const out = (kind: string) => ['--seed', String(pair), '--out', lab.path(`${kind}-${pair}`)];
			const inLab = await time(lab, [...sweep, ...out('lab'), '--inventory', inventory]);
			const here = await time(lab, [...sweep, ...out('here')]);
			ratios.push(inLab / here);
			process.stdout.write(
				`${pair + 1}/${pairs}  lab ${inLab.toFixed(1)} s, here ${here.toFixed(1)} s, ratio ${(inLab / here).toFixed(3)}\n`,
			);
		}

		process.stdout.write(
			`wall time in the lab / here: ${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}, ${pairs} pairs)\n`,
		);
	} finally {
		await lab.remove();
		rmSync(lab.folder, {recursive: true, force: true});
	}
}

async function time(lab: NamespaceLab, args: readonly string[]): Promise<number> {
	const startedAt = performance.now();
	const {exitCode, stderr} = await lab.deadweight(args);
	if (exitCode !== 0) {
		throw new Error(stderr);
	}

	return (performance.now() - startedAt) / 1000;
}
