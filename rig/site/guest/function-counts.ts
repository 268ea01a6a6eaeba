// What QEMU's plugin has counted in a guest (bench/plugin), by the kernel's functions and who has called them.
import {existsSync, readFileSync} from 'node:fs';
import {stackOf} from '../../method/call-stack.js';

/** All that runs in user mode is one function. */
export const USER_MODE = 'user mode';

/** A report's time, and a time that a row tells, differ by less than this, in nanoseconds. */
const ROUNDED_NS = 1000;

/** What was counted between one mark of the server, at nanoseconds of its clock, and the one before. */
type Mark = {readonly time: number; readonly lines: readonly string[]};

/** The number of a call is its key; `caller` is that of another, 0 where there is none. */
type Boot = {
	readonly marks: readonly Mark[];
	readonly calls: ReadonlyMap<string, {readonly caller: string; readonly address: string}>;
};

/** The files of a run in `folder`, which lie beside it as the guest's console does. */
export function functionFiles(folder: string): {counts: string; symbols: string} {
	return {counts: `${folder}-functions.txt`, symbols: `${folder}-symbols.txt`};
}

/** The counts of a run's guests. */
export class FunctionCounts {
	readonly #boots: Boot[];
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
	 * The server's instructions between two of its reports, by call stack; undefined where the plugin was
	 * not told of both. `from` and `to` are seconds of its clock.
	 */
	between(from: number, to: number): Map<string, number> | undefined {
		// Another boot of the guest has a clock of its own: none has both marks by chance.
		const boot = this.#boots.find(({marks}) => [from, to].every(time => marks.some(isAt(time))));
		if (boot === undefined) {
			return undefined;
		}

		const {marks} = boot;
		const callers = this.#callersOf(boot);

		const counts = new Map<string, number>();
		for (const {lines} of marks.slice(
			marks.findIndex(isAt(from)) + 1,
			marks.findIndex(isAt(to)) + 1,
		)) {
			for (const line of lines) {
				const [address = '', count, call = '0'] = line.split(' ');
				const stack =
					address === '0' ? USER_MODE : stackOf([...callers(call), this.#symbols.nameOf(address)]);
				counts.set(stack, (counts.get(stack) ?? 0) + Number(count));
			}
		}

		return counts;
	}

	/** The functions that a call's number stands for, the outermost first. */
	#callersOf({calls}: Boot): (number: string) => readonly string[] {
		const found = new Map<string, readonly string[]>([['0', []]]);
		const find = (number: string): readonly string[] => {
			const {caller = '0', address = ''} = calls.get(number) ?? {};
			const names = found.get(number) ?? [...find(caller), this.#symbols.nameOf(address)];
			found.set(number, names);
			return names;
		};
		return find;
	}
}

function isAt(seconds: number): (mark: Mark) => boolean {
	return ({time}) => Math.abs(time - seconds * 1e9) < ROUNDED_NS;
}

function readBoots(text: string): Boot[] {
	const boots: Array<{
		marks: Array<{time: number; lines: string[]}>;
		calls: Map<string, {caller: string; address: string}>;
	}> = [];
	for (const line of text.split('\n')) {
		const boot = boots.at(-1);
		const [kind, number = '', caller = '', address = ''] = line.split(' ', 4);
		if (kind === 'boot') {
			boots.push({marks: [], calls: new Map()});
		} else if (kind === 'mark') {
			boot?.marks.push({time: Number(number), lines: []});
		} else if (kind === 'call') {
			boot?.calls.set(number, {caller, address});
		} else if (line !== '') {
			boot?.marks.at(-1)?.lines.push(line);
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
