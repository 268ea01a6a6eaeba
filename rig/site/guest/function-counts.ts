// What QEMU's plugin has counted in a guest (bench/plugin), by kernel function.
import {existsSync, readFileSync} from 'node:fs';

/** All that runs in user mode is one function. */
export const USER_MODE = 'user mode';

/** A report's time, and a time that a row tells, differ by less than this, in nanoseconds. */
const ROUNDED_NS = 1000;

/** What was counted between one mark of the server, at nanoseconds of its clock, and the one before. */
type Mark = {readonly time: number; readonly lines: readonly string[]};

/** The files of a run in `folder`, which lie beside it as the guest's console does. */
export function functionFiles(folder: string): {counts: string; symbols: string} {
	return {counts: `${folder}-functions.txt`, symbols: `${folder}-symbols.txt`};
}

/** The counts of a run's guests. */
export class FunctionCounts {
	readonly #boots: Mark[][];
	readonly #symbols: KernelSymbols;

	private constructor(files: ReturnType<typeof functionFiles>) {
		this.#boots = readBoots(readFileSync(files.counts, 'latin1'));
		this.#symbols = new KernelSymbols(readFileSync(files.symbols, 'latin1'));
	}

	/** Of the run in `folder`; undefined where none were kept. */
	static read(folder: string): FunctionCounts | undefined {
		const files = functionFiles(folder);
		return existsSync(files.counts) && existsSync(files.symbols)
			? new FunctionCounts(files)
			: undefined;
	}

	/**
	 * The server's instructions between two of its reports, by function; undefined where the plugin was
	 * not told of both. `from` and `to` are seconds of its clock.
	 */
	between(from: number, to: number): Map<string, number> | undefined {
		// Another boot of the guest has a clock of its own: none has both marks by chance.
		const marks = this.#boots.find(boot => [from, to].every(time => boot.some(isAt(time))));
		if (marks === undefined) {
			return undefined;
		}

		const counts = new Map<string, number>();
		for (const {lines} of marks.slice(
			marks.findIndex(isAt(from)) + 1,
			marks.findIndex(isAt(to)) + 1,
		)) {
			for (const line of lines) {
				const [address = '', count] = line.split(' ');
				const name = address === '0' ? USER_MODE : this.#symbols.nameOf(address);
				counts.set(name, (counts.get(name) ?? 0) + Number(count));
			}
		}

		return counts;
	}
}

function isAt(seconds: number): (mark: Mark) => boolean {
	return ({time}) => Math.abs(time - seconds * 1e9) < ROUNDED_NS;
}

function readBoots(text: string): Mark[][] {
	const boots: Array<Array<{time: number; lines: string[]}>> = [];
	for (const line of text.split('\n')) {
		if (line === 'boot') {
			boots.push([]);
		} else if (line.startsWith('mark ')) {
			boots.at(-1)?.push({time: Number(line.slice('mark '.length)), lines: []});
		} else if (line !== '') {
			boots.at(-1)?.at(-1)?.lines.push(line);
		}
	}

	return boots;
}

/** The functions of a kernel by their addresses, from its /proc/kallsyms (proc(5)). */
class KernelSymbols {
	/** Sixteen hexadecimal digits each, so that they sort as text. */
	readonly #addresses: string[];
	readonly #names = new Map<string, string>();

	constructor(kallsyms: string) {
		for (const [, address = '', name = ''] of kallsyms.matchAll(/^([0-9a-f]{16}) [tTwW] (\S+)/gm)) {
			const [own, former] = [plainName(name), this.#names.get(address)];
			if (former === undefined || isPlainer(own, former)) {
				this.#names.set(address, own);
			}
		}

		this.#addresses = [...this.#names.keys()].sort();
	}

	/** The function that an address lies in. */
	nameOf(address: string): string {
		let [low, high] = [0, this.#addresses.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#addresses[middle] ?? '') <= address) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return this.#names.get(this.#addresses[low - 1] ?? '') ?? address;
	}
}

/**
 * Without what the compiler adds to parts and copies that it makes, and what kernels have put behind names
 * that they had: _or_report (Linux 6.6, lib/list_debug.c) and _noprof (6.10, memory allocation profiling).
 */
function plainName(name: string): string {
	return name
		.replace(/\.(isra|constprop|part|cold)\b.*$/, '')
		.replace(/_(noprof|or_report|orig)$/, '');
}

/** Which of two names of one address both kernels will have: always the same. */
function isPlainer(name: string, other: string): boolean {
	const underscores = (text: string) => /^_*/.exec(text)?.[0].length ?? 0;
	return underscores(name) === underscores(other)
		? name < other
		: underscores(name) < underscores(other);
}
