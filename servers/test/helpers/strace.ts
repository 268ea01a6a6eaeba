// A program under strace with planted errors, and the log of the calls concerned.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

export const hasStrace = spawnSync('strace', ['-V']).status === 0;

/** A program that ends itself, and says its warnings. */
type Traced = Disposable & {all(event: 'warning'): ReadonlyArray<{readonly message: string}>};

/** `P` runs under strace as long as this is not disposed of. */
export class Strace<P extends Traced> {
	readonly program: P;
	readonly #folder = mkdtempSync(path.join(tmpdir(), 'deadweight-strace-'));
	readonly #log = path.join(this.#folder, 'log');

	/**
	 * @param planted as strace's inject= has them, as in recvfrom:error=EINTR:when=20+7
	 * @param start starts the program by a command that is given, which starts what follows it
	 */
	constructor(planted: readonly string[], start: (by: readonly string[]) => P) {
		const calls = planted.map(text => text.split(':')[0]).join(',');
		const strace = ['strace', '-o', this.#log, '-e', `trace=write,${calls}`];
		const injections = planted.flatMap(text => ['-e', `inject=${text}`]);
		this.program = start([...strace, ...injections]);
	}

	log(): string {
		return readFileSync(this.#log, 'utf8');
	}

	/** How many errors were planted in calls of that name. */
	plantedIn(call: string): number {
		return this.log()
			.split('\n')
			.filter(line => line.startsWith(`${call}(`) && line.endsWith('(INJECTED)')).length;
	}

	warnings(): string[] {
		return this.program.all('warning').map(({message}) => message);
	}

	[Symbol.dispose](): void {
		this.program[Symbol.dispose]();
		rmSync(this.#folder, {recursive: true});
	}
}
